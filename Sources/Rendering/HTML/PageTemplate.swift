import Mustache

/// The page as Mustache templates: what comes before the data, and after it. Data need not go through memory twice, nor
/// through a template.
enum PageTemplate {
  /// The page up to its data.
  static func top(_ model: PageModel) -> String { topTemplate?.render(model, library: library) ?? "" }

  /// The page from its data on.
  static func bottom(_ model: PageModel) -> String { bottomTemplate?.render(model) ?? "" }

  private static let topTemplate = template(topText)
  private static let bottomTemplate = template(bottomText)
  private static let library = MustacheLibrary(
    templates: template(cardText).map { ["card": $0] } ?? [:])

  private static func template(_ text: String) -> MustacheTemplate? {
    MustacheContentTypes.register(PageText(), named: PageText.name)
    return try? MustacheTemplate(string: "{{% CONTENT_TYPE:\(PageText.name)}}\n" + text)
  }

  private static let topText = """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="{{policy}}">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <meta name="referrer" content="no-referrer">
    <title>{{title}}</title>
    <style>{{{styles}}}</style>
    </head>
    <body>
    <a class="skip" href="#sessions">Skip to the sessions</a>
    <header class="bar">
    <strong>dtlscope</strong> <span>report of DTLS and CoAP</span>
    <button id="theme" type="button" hidden>Dark</button>
    </header>
    <main>
    <section class="verdict {{tone}}" aria-labelledby="verdict">
    <h1 id="verdict"><span class="sign" aria-hidden="true">{{sign}}</span> {{headline}}</h1>
    <p>{{outcomes}}</p>
    {{#captures}}
    <p class="faint">{{text}}<br>{{time}}</p>
    {{/captures}}
    {{^empty(moreCaptures)}}
    <details><summary>The other captures</summary>
    {{#moreCaptures}}
    <p class="faint">{{text}}<br>{{time}}</p>
    {{/moreCaptures}}
    </details>
    {{/empty(moreCaptures)}}
    {{#omissions}}
    <p class="faint">{{.}}</p>
    {{/omissions}}
    </section>

    <section aria-labelledby="findings">
    <h2 id="findings">Findings</h2>
    {{#empty(cards)}}
    <p>There is nothing to change.</p>
    {{/empty(cards)}}
    {{^empty(overview)}}
    <ul class="found">
    {{#overview}}
    <li><span class="badge {{severity}}">{{severity}}</span> <a href="#finding-{{key}}">{{title}}</a></li>
    {{/overview}}
    </ul>
    {{/empty(overview)}}
    {{#cards}}
    {{> card}}
    {{/cards}}
    {{^empty(remarks)}}
    <details>
    <summary>Remarks: what is as it should be, though it may look wrong</summary>
    {{#remarks}}
    {{> card}}
    {{/remarks}}
    </details>
    {{/empty(remarks)}}
    </section>

    <section aria-labelledby="sessions">
    <h2 id="sessions" tabindex="-1">Sessions</h2>
    <noscript>
    <p>Ladders, exchanges, search and filters need scripts; nothing is fetched with them either.</p>
    <div class="scroll"><table>
    <thead><tr><th>Session</th><th>Client</th><th>Server</th><th>Version and suite</th><th>Outcome</th><th>Handshake</th>\
    <th>Packets</th><th>Repeated</th><th>CoAP</th></tr></thead>
    <tbody>
    {{#rows}}
    <tr><td>{{number}}</td><td>{{client}}</td><td>{{server}}</td><td>{{version}} {{suite}}</td><td>{{outcome}}</td>\
    <td>{{duration}}</td><td>{{firstPacket}}–{{lastPacket}}</td><td>{{repeats}}</td><td>{{messages}}</td></tr>
    {{/rows}}
    </tbody>
    </table></div>
    </noscript>
    <div id="list"></div>
    </section>
    <section id="detail" aria-live="off"></section>
    <section id="exchanges"></section>
    <section id="notices"></section>
    </main>

    """

  /// A finding.
  private static let cardText = """
    <article class="card {{severity}}" id="finding-{{key}}">
    <h3><span class="badge {{severity}}">{{severity}}</span> {{title}}</h3>
    <p class="faint">{{id}}, {{confidence}}</p>
    <p>{{text}}</p>
    {{^empty(sessions)}}
    <p class="links">{{#sessions}}<a href="#session-{{number}}">session {{number}}</a> {{/sessions}}{{#others}}and {{.}} more{{/others}}</p>
    {{/empty(sessions)}}
    {{^empty(evidence)}}
    <h4>Evidence</h4>
    <ul class="evidence">
    {{#evidence}}
    <li>{{#place}}<a href="#{{.}}">packet {{packet}}</a>{{/place}}{{^place}}packet {{packet}}{{/place}} <span class="time">{{time}}</span> {{what}}</li>
    {{/evidence}}
    </ul>
    {{/empty(evidence)}}
    {{^empty(remedies)}}
    <h4>What to change</h4>
    <ul>
    {{#remedies}}
    <li>{{.}}</li>
    {{/remedies}}
    </ul>
    {{/empty(remedies)}}
    <p class="faint">{{reference}}</p>
    </article>

    """

  private static let bottomText = """
    <footer class="faint">Made by dtlscope. The page holds everything it shows, and fetches nothing.</footer>
    <script>{{{script}}}</script>
    </body>
    </html>

    """
}
