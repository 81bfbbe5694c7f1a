import ArgumentParser
import Rendering

/// How text tells times, for the commands whose text has some.
struct ClockOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Times in text: relative to the first packet (dates in UTC), utc, local (TZ), or epoch.", valueName: "form"))
  var time = TimeForm.relative
}

extension TimeForm: ExpressibleByArgument {}

extension TimeSpan: ExpressibleByArgument {
  package init?(argument: String) {
    self.init(argument)
  }

  package var defaultValueDescription: String { description }
}
