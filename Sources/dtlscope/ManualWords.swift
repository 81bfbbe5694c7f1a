/// What the manual page says that no command says of itself, in mdoc(7).
extension ManualPage {
  /// When what is said here was last changed.
  static let date = "November 24, 2026"

  static let description = """
    .Nm
    reads a capture of packets, puts DTLS handshakes together, decrypts them with
    the keys given, and says what happened, what went wrong, which packets show it
    and what to change. Without a command it is
    .Cm analyze .
    .Pp
    A
    .Ar file
    is a .pcap or .pcapng, gzipped or not, or
    .Sq \\-
    for standard input, which is analyzed while it comes. Lengths of time are
    seconds, or have units:
    .Ql 90s ,
    .Ql 10m ,
    .Ql 1h30m ,
    .Ql 2d .
    """

  static let sections = [
    (
      "ENVIRONMENT",
      """
      .Bl -tag -width Ds
      .It Ev DTLSCOPE_PSK
      Pre\\-shared keys, a line each, as
      .Fl \\-psk
      takes them. Other users cannot see them there, as they can see those of a
      command line.
      .It Ev XDG_CONFIG_HOME , HOME
      Where the configuration file is.
      .It Ev NO_COLOR
      No colours, if it is not empty.
      .It Ev COLUMNS
      The width of the terminal, if it is not what the terminal says.
      .It Ev TZ
      The time zone of
      .Fl \\-time Ar local .
      .It Ev SUDO_UID , SUDO_GID , SUDO_USER
      Whom
      .Cm live
      becomes once its capture has begun.
      .El
      .Pp
      .Ev SSLKEYLOGFILE
      is not read: it is where programs of the same shell write. Give that file with
      .Fl \\-keylog .
      """
    ),
    (
      "FILES",
      """
      .Bl -tag -width Ds
      .It Pa ~/.config/dtlscope/config
      Keys that are used in every run, or
      .Pa dtlscope/config
      in
      .Ev XDG_CONFIG_HOME :
      lines
      .Ql name = value .
      The names are those of the options psk and decode\\-as, which may be repeated,
      and psk\\-file, keylog, rsa\\-key and oscore, whose value is a path: one that
      is not absolute is taken from the folder of the file. What the command line
      says of a file goes before. Empty lines, and lines that begin with
      .Sq # ,
      say nothing. With a psk in it, the file must not be readable by others.
      .El
      """
    ),
    (
      "EXIT STATUS",
      """
      .Bl -tag -width Ds
      .It 0
      Done. With
      .Cm diagnose :
      nothing is wrong. With
      .Cm conformance :
      every test judged passes. A capture that is cut in mid-packet is analyzed up
      to the cut, with a warning.
      .It 1
      .Cm diagnose
      found a problem of severity error, or warning with
      .Fl \\-fail\\-on Ar warning ;
      .Cm conformance
      found a test that does not pass, or none to judge.
      .It 2
      Bad usage, or something that cannot be read or written. One line on standard
      error says what, where, and what to do.
      .El
      """
    ),
  ]

  static let end = """
    .Sh SEE ALSO
    .Xr pcap-filter 7 ,
    .Xr tcpdump 8
    .Rs
    .%T The Datagram Transport Layer Security (DTLS) Protocol Version 1.3
    .%R RFC 9147
    .Re
    .Rs
    .%T The Constrained Application Protocol (CoAP)
    .%R RFC 7252
    .Re
    """
}
