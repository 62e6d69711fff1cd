import Experiments
import Workbench

/// One JSON object on a line of its own for each result.
package final class JSONDisplay: LineDisplay {
  package static let format = "json"
  package let sink: LineSink

  package init(_ sink: LineSink) { self.sink = sink }

  package func show(_ event: Session.Event) {
    switch event {
    case .end(let number, let result): sink.output(ResultJSON.line(number: number, result))
    case .look(let figures): sink.output(ResultJSON.line(figures))
    case .begin, .prose, .done: return
    }
  }

  package func present(_ report: ExperimentReport) {
    for row in report.result.rows { sink.output(ResultJSON.line(row)) }
  }
}
