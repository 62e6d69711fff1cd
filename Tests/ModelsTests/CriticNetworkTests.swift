import Catalog
import Testing
import Torch

@testable import Models

@Suite struct CriticNetworkTests {
  @Test func `its stages follow each other to the scores of the whole`() throws {
    let store = ParameterStore(key: RandomKey(seed: 1))
    let network = try CriticNetwork(
      Settings(["width": .integer(2)]), shape: ImageShape(channels: 1, height: 8, width: 8),
      classes: 3, in: store)
    #expect(network.stageShapes == [[1, 8, 8], [2, 16, 16], [4, 8, 8], [8, 4, 4]])
    let images = try Tensor.uniform([5, 1, 8, 8], key: RandomKey(seed: 2))
    let whole = try network(images, training: false)
    #expect(whole.shape == [5, 3])
    let middle = try network.features(images, from: 0, through: 2, .scoring)
    #expect(middle.shape == [5] + network.stageShapes[2])
    #expect(try network.scores(middle, from: 2, .scoring).floats() == whole.floats())
  }
}
