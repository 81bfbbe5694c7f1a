/// The shape of the JSON report, key by key.
extension Shape {
  static let endpoint = Shape.object(["address": .text, "port": .integer])
  static let side = Shape.oneOf(["client", "server"])

  static func perSide(_ shape: Shape) -> Shape { .object(["client": shape, "server": shape]) }

  static let report = Shape.object([
    "schemaVersion": .integer, "captures": .list(capture), "sessions": .list(session),
    "coap": .object(["messages": .list(message), "exchanges": .list(exchange)]), "notices": .list(notice),
    "omittedNotices": .integer, "findings": .list(finding),
  ])

  static let notice = Shape.object([
    "packet": .integer, "timestamp": .number, "session": .optional(.integer), "source": .optional(endpoint),
    "destination": .optional(endpoint), "id": .text, "text": .text,
  ])

  static let capture = Shape.object([
    "path": .text, "linkTypes": .list(.text), "packets": .integer, "datagrams": .integer, "truncatedPackets": .integer,
    "firstTimestamp": .optional(.number), "lastTimestamp": .optional(.number), "cut": .flag, "damage": .optional(.text),
    "counters": .object([
      "turnDatagrams": .integer, "capwapDatagrams": .integer, "ipFragments": .integer, "reassembledDatagrams": .integer,
      "droppedFragmentSets": .integer,
      "zeroChecksums": .integer, "badChecksums": .integer, "icmpErrors": .integer, "encryptedFrames": .integer,
      "malformedPackets": .integer, "tcpToCoAPPorts": .integer, "otherPackets": .integer,
    ]),
  ])

  static let session = Shape.object([
    "id": .integer, "client": endpoint, "server": endpoint, "rolesGuessed": .flag, "version": .optional(.text),
    "offeredVersions": .list(.text), "cipherSuite": .optional(.object(["code": .integer, "name": .text])),
    "outcome": .oneOf(["established", "failed", "incomplete", "unknown"]), "resumed": .flag,
    "renegotiations": .integer, "evicted": .flag, "malformed": .integer, "firstPacket": .integer,
    "lastPacket": .integer, "firstTimestamp": .number, "lastTimestamp": .number, "pskIdentity": .optional(.text),
    "pskIdentityHint": .optional(.text), "serverName": .optional(.text), "extendedMasterSecret": .optional(.flag),
    "encryptThenMAC": .optional(.flag), "connectionID": perSide(.optional(.hexadecimal)),
    "rebindings": .list(.object(["packet": .integer, "side": side, "from": endpoint, "to": endpoint])),
    "dtls13": .optional(dtls13), "cookieExchange": .optional(cookieExchange), "handshake": handshake,
    "certificates": .object([
      "client": .optional(.list(.either(x509, rawPublicKey))), "server": .optional(.list(.either(x509, rawPublicKey))),
      "serverNameMatches": .optional(.flag), "missingIssuer": perSide(.optional(.text)),
    ]),
    "fingerprints": .object(["ja4": .optional(.text), "client": fingerprint, "server": fingerprint]),
    "retransmittedDatagrams": perSide(.integer), "duplicateDatagrams": perSide(.integer),
    "missingRecords": perSide(.integer), "alerts": .list(alert), "icmpErrors": .list(icmpError),
    "records": perSide(.object(["applicationData": .integer, "decrypted": .integer, "failed": .integer])),
    "decryption": .object([
      "status": .oneOf([
        "decrypted", "partial", "noKey", "wrongKey", "needsKeyLog", "handshakeNotCaptured", "unsupportedSuite",
        "notNeeded",
      ]), "reason": .text, "keySource": .optional(.text),
    ]), "coapMessages": .integer, "findings": .list(.text),
  ])

  static let finding = Shape.object([
    "id": .text, "severity": .oneOf(["error", "warning", "info"]),
    "confidence": .oneOf(["certain", "likely", "possible"]), "session": .optional(.integer), "title": .text,
    "explanation": .text,
    "evidence": .list(.object(["packet": .integer, "timestamp": .number, "what": .text])), "remedy": .list(.text),
    "reference": .text,
  ])

  static let dtls13 = Shape.object([
    "pskMode": .optional(.text),
    "offeredKeys": .list(
      .object([
        "identity": .optional(.text), "ticket": .optional(.hexadecimal),
        "binder": .oneOf(["verified", "refuted", "noKey", "unchecked"]), "keySource": .optional(.text),
        "isKeyOfIdentity": .optional(.flag), "keysTried": .optional(.integer),
      ])),
    "issuedConnectionIDs": perSide(.list(.hexadecimal)), "numberMaskCounter": perSide(.optional(.text)),
    "ackCounts": perSide(.integer),
    "acks": .list(
      .object([
        "packet": .integer, "sender": side, "encrypted": .flag,
        "recordNumbers": .list(.object(["epoch": .integer, "sequenceNumber": .integer])),
      ])),
    "forgottenMessages": perSide(.integer),
  ])

  static let x509 = Shape.object([
    "type": .oneOf(["X509"]), "subject": .text, "issuer": .text, "commonName": .optional(.text),
    "serialNumber": .hexadecimal, "notBefore": .optional(.integer), "notAfter": .optional(.integer),
    "validity": .oneOf(["valid", "expired", "notYetValid", "unknown"]),
    "subjectAltNames": .list(.object(["type": .text, "value": .text])), "key": .optional(publicKey),
    "signatureAlgorithm": .text, "sha256": .hexadecimal, "selfSigned": .flag, "ca": .flag,
    "issuedByNext": .optional(.flag),
  ])

  static let rawPublicKey = Shape.object([
    "type": .oneOf(["RawPublicKey"]), "key": publicKey, "sha256": .hexadecimal, "issuedByNext": .optional(.flag),
  ])

  static let publicKey = Shape.object(["algorithm": .text, "bits": .integer, "curve": .optional(.text)])

  static let fingerprint = Shape.object([
    "stack": .optional(.text), "confidence": .optional(.oneOf(["certain", "likely", "possible"])),
    "reasons": .list(.text),
    "clock": .optional(
      .object([
        "packet": .integer, "seconds": .integer, "state": .oneOf(["right", "unset", "wrong"]),
        "confidence": .oneOf(["certain", "likely", "possible"]),
      ])),
  ])

  static let cookieExchange = Shape.object([
    "requested": .flag, "packet": .integer, "accepted": .flag, "requests": .integer, "echoedExactly": .optional(.flag),
    "version": .optional(.text),
  ])

  static let handshake = Shape.object([
    "durationMilliseconds": .optional(.number),
    "timeBudget": .optional(
      .object([
        "totalMilliseconds": .number, "waitingMilliseconds": .number, "clientMilliseconds": .number,
        "serverMilliseconds": .number, "possibleMilliseconds": .number,
        "fastestClientMilliseconds": .optional(.number), "fastestServerMilliseconds": .optional(.number),
      ])), "messages": .list(handshakeMessage),
    "finishedVerified": perSide(.optional(.flag)),
    "flights": .list(
      .object([
        "sender": side, "messages": .list(.text), "packet": .integer, "startMilliseconds": .number,
        "repeatedAfterMilliseconds": .list(.number), "answeredAfterMilliseconds": .optional(.number),
      ])),
  ])

  static let handshakeMessage = Shape.object([
    "type": .text, "sender": side, "messageSequence": .optional(.integer), "length": .optional(.integer),
    "packets": .list(.integer), "fragments": .integer, "complete": .flag, "encrypted": .flag,
    "retransmissions": .list(.list(.integer)),
  ])

  static let alert = Shape.object([
    "packet": .integer, "sender": side, "level": .optional(.text), "description": .optional(.text),
    "code": .optional(.integer), "encrypted": .flag,
  ])

  static let icmpError = Shape.object([
    "packet": .integer, "reporter": .text, "aboutSender": side, "type": .integer, "code": .integer, "name": .text,
  ])

  static let message = Shape.object([
    "packet": .integer, "timestamp": .number, "session": .optional(.integer), "source": endpoint,
    "destination": endpoint, "type": .oneOf(["CON", "NON", "ACK", "RST"]), "code": .text, "name": .optional(.text),
    "messageID": .integer, "token": .hexadecimal, "path": .optional(.text), "query": .optional(.text),
    "options": .list(
      .object([
        "number": .integer, "name": .optional(.text),
        "value": .either(
          .either(.text, .integer), .object(["num": .integer, "more": .flag, "szx": .integer])),
        "encoding": .optional(.oneOf(["utf-8", "hex"])),
      ])), "contentFormat": .optional(.integer), "payloadLength": .integer, "truncated": .flag,
    "originalPayloadLength": .optional(.integer), "payload": .text,
    "payloadEncoding": .oneOf(["utf-8", "hex"]), "payloadFormat": .optional(.text), "payloadIsGuess": .flag,
    "payloadText": .optional(.text), "payloadProblem": .optional(.text), "authentic": .optional(.flag),
    "retransmissionOf": .optional(.integer), "role": .optional(.text), "answers": .optional(.integer),
    "exchange": .optional(.integer),
  ])

  static let exchange = Shape.object([
    "id": .integer, "session": .optional(.integer), "client": endpoint, "server": endpoint, "method": .text,
    "uri": .text, "requestPacket": .integer, "requests": .integer, "requestRetransmissions": .integer,
    "retransmissionPackets": .list(.integer), "acknowledgementPacket": .optional(.integer),
    "responsePackets": .list(.integer), "responses": .integer, "responseRetransmissions": .integer,
    "resetPacket": .optional(.integer), "status": .optional(.text), "roundTripMilliseconds": .optional(.number),
    "thinkMilliseconds": .optional(.number), "multicast": .flag, "noResponse": .optional(.integer),
    "observe": .optional(
      .object([
        "established": .flag, "notifications": .integer, "stale": .integer, "missing": .optional(.integer),
        "expirations": .integer, "reregistrations": .integer, "afterCancellation": .integer,
        "cancelledBy": .optional(.oneOf(["reset", "deregistration", "server", "tokenReuse"])),
        "cancelledPacket": .optional(.integer),
      ])), "block": .optional(transfer), "transfers": .list(transfer), "putAway": .flag,
    "outcome": .oneOf(["completed", "separate", "reset", "timedOut", "unanswered"]),
  ])

  static let transfer = Shape.object([
    "direction": .oneOf(["upload", "download"]), "option": .text, "blocks": .integer, "repeatedBlocks": .integer,
    "blockSize": .integer, "bytes": .integer, "declaredBytes": .optional(.integer), "complete": .flag,
    "firstMissingByte": .optional(.integer), "problems": .list(.object(["packet": .integer, "what": .text])),
  ])
}
