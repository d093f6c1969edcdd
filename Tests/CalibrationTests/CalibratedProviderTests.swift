// What a calibration gives.

import Calibration
import Testing

@Suite struct CalibratedProviderTests {
  @Test func plotsAreInOrder() {
    let plot = CalibratedProvider.Plot(metric: "ttft", measured: [3, 1, 2], fitted: [2, 1])
    #expect(plot.measured == [1, 2, 3])
    #expect(plot.fitted == [1, 2])
  }
}
