import Foundation
import TestSupport
import Testing

/// `serve` in the program as people start it.
@Suite struct ServeTests {
  private static let lines = """
    data d = digits split=5 limit=20
    model net = mlp hidden=8
    generator g = vae latent=2 hidden=8
    learner ours = generative-replay model=net generator=g
    SERVE
    train ours on d steps=3 batch=8
    sample ours n=2
    data t = glyphs figures=4 split=2 size=8 train=8 test=4
    learner w = dgm width=2 features=2 latent=16
    train w on t steps=2 batch=4
    model tiny = resnet width=2
    learner f = genifer model=tiny generator-width=2 discriminator-width=8 latent=4 gan-steps=1 \
      gan-batch=4 surplus=drop
    train f on t steps=2 batch=4
    sample f n=2
    """

  private func session(_ serve: String) -> String { Self.lines.replacing("SERVE", with: serve) }

  @Test func `serving changes no result, state or number of a session`() throws {
    let program = try Program()
    var journals: [String] = []
    for (name, serve) in [("with", "serve"), ("without", "")] {
      try program.folder.write(session(serve), to: "\(name).session")
      let run = try program.run(
        "run", "\(name).session", "--journal", "\(name).journal", "--home", program.folder.path)
      #expect(run.status == 0, "\(run)")
      #expect(run.output.contains("http://127.0.0.1:") == (serve == "serve"))
      journals.append(try program.folder.text("\(name).journal"))
    }
    let kept = journals.map { text in
      text.split(separator: "\n").filter { $0.hasPrefix("#@") || !$0.hasPrefix("#") }
    }
    #expect(kept[0] == kept[1] && kept[0].count > 5)
    let diff = try program.run("diff", "with.journal", "without.journal")
    #expect(diff.status == 0, "\(diff.output)")
    #expect(!journals[0].contains(/(?m)^serve|\d serve$/) && !journals[0].contains("http"))
  }

  @Test func `a dry run and a verification start no page`() throws {
    let program = try Program()
    try program.folder.write(session("serve port=1"), to: "s.session")
    #expect(try program.run("check", "s.session").status == 0)
    try program.folder.write("serve \"none.journal\"\n", to: "n.session")
    let (check, run) = (
      try program.run("check", "n.session"), try program.run("run", "n.session", "--no-journal")
    )
    #expect(check.status != 0 && run.status == check.status)
    for result in [check, run] { #expect(result.errors.contains("there is no file none.journal")) }
  }

  @Test func `what keeps a page from being served is told in one line`() throws {
    let program = try Program()
    let server = try LoopbackServer { _ in [] }
    defer { server.stop() }
    let taken = try #require(server.address.split(separator: ":").last)
    try program.folder.write("list\n", to: "s.session")
    let ways: [([String], String)] = [
      (["serve"], "serve needs a journal"),
      (["serve", "none.journal"], "there is no file none.journal"),
      (["serve", "s.session"], "is not a journal"),
      (["serve", "s.session", "--port", "70000"], "port"),
      (["-c", "serve", "--no-journal"], "nothing is recorded here"),
      (["-c", "serve port=\(taken)", "--journal", "a.journal"], "the port is taken"),
      (["-c", "serve on d"], "serve"),
    ]
    for (way, words) in ways {
      let run = try program.run(
        way, environment: ["REVERIE_TORCH_SHIM": "/nowhere/libTorchShim.so"])
      #expect(run.status != 0 && run.status < 128, "\(way): \(run)")
      #expect(run.errors.contains(words), "\(way): \(run.errors)")
    }
  }

  @Test func `the page of a session is ended, or ends with it`() throws {
    let program = try Program()
    let run = try program.run(
      "-c", "serve; serve; serve stop; serve stop; serve", "--journal", "a.journal")
    #expect(run.status == 0, "\(run)")
    let addresses = run.output.matches(of: /http:\/\/\S+/).map { String($0.output) }
    #expect(addresses.count == 3 && addresses[0] == addresses[1] && addresses[0] != addresses[2])
    #expect(run.output.contains("nothing is being served"))
    let port = try #require(URL(string: addresses[2])?.port)
    // The process needs a moment to tell its browsers.
    var isOpen = true
    for _ in 0..<100 where isOpen {
      usleep(50_000)
      isOpen = (try? Browser("http://127.0.0.1:\(port)/")) != nil
    }
    #expect(!isOpen)
  }

  @Test func `strangers get nothing, and what they send is not read`() throws {
    let served = try ServedJournal()
    let page = try Browser.ask(served.address)
    #expect(page.hasPrefix("HTTP/1.1 200") && page.contains("\r\nConnection: close\r\n"))
    let html = try Page(
      String(#require(page.firstRange(of: "\r\n\r\n").map { page[$0.upperBound...] })))
    #expect(html.problems.isEmpty, "\(html.problems)")
    // Its own script, and an icon that asks for nothing.
    #expect(html.foreign == ["script", "link"], "\(html.foreign)")
    let nonce = try #require(html.all("script").first?["nonce"])
    #expect(
      page.contains("Content-Security-Policy: default-src 'none'; script-src 'nonce-\(nonce)';"))
    #expect(try Browser.ask(served.address, path: "/").hasPrefix("HTTP/1.1 404"))
    #expect(try Browser.ask(served.address, method: "POST").hasPrefix("HTTP/1.1 405"))

    let length = try Browser(served.address)
    length.send(served.request("Content-Length: 1000000000"))
    #expect(length.read().hasPrefix("HTTP/1.1 413"))
    // What the sockets hold may still be sent; soon nothing can.
    let megabyte = String(repeating: "x", count: 1 << 20)
    let sent = (0..<1000).first { _ in !length.send(megabyte) } ?? 1000
    #expect(sent < 100, "\(sent) MiB")
    let idle = try (0..<200).map { _ in try Browser(served.address) }
    usleep(500_000)
    #expect(idle.count { $0.isClosed } >= 60)
    #expect(try Browser.ask(served.address).hasPrefix("HTTP/1.1 200"))
  }

  @Test func `a browser that comes back is told what it missed`() throws {
    let served = try ServedJournal()
    let page = try Browser.ask(served.address)
    let mark = try String(#require(page.firstMatch(of: /data-mark="([^"]*)"/)).1)
    let watchers = try (0..<2).map { _ in try Browser(served.address) }
    for watcher in watchers { watcher.send(served.request(path: "events?after=\(mark)")) }
    for watcher in watchers { #expect(watcher.read(until: "retry").contains("text/event-stream")) }
    try served.append("#> 1 10:11:12 let x = 42\nlet x = 42\n#= 1 x=42\n")
    for watcher in watchers { #expect(watcher.read(until: "cell-0").contains("event: part")) }
    let again = try Browser(served.address)
    again.send(served.request("Last-Event-ID: \(mark)", path: "events?after=x"))
    #expect(again.read(until: "cell-0").contains("cell-0"))
    served.process.terminate()
    #expect(watchers[0].read(until: "event: end").contains("event: end"))
    served.process.waitUntilExit()
    #expect(served.process.terminationStatus == 0)
  }
}
