import Bytes
import Capture

/// All that a source has: the packets' bytes and times, or the error with which it stopped.
func readAll(_ path: String) -> (packets: [[UInt8]], times: [Int64], error: CaptureError?, source: (any CaptureSource)?)
{
  var packets: [[UInt8]] = []
  var times: [Int64] = []
  var opened: (any CaptureSource)?
  do throws(CaptureError) {
    let source = try CaptureFile.open(path)
    opened = source
    while try source.next({ frame in
      packets.append([UInt8](frame.bytes))
      times.append(frame.nanoseconds)
    }) {}
    return (packets, times, nil, source)
  } catch {
    return (packets, times, error, opened)
  }
}
