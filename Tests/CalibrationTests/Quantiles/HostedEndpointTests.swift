// What the fit of times to first token is held to on real endpoints, in sample and on calls that it has not
// seen. PEAKLOAD_FULL_STUDY=1 looks at a hundred halves of each endpoint, in place of a few.

import Calibration
import Foundation
import Testing

@Suite struct HostedEndpointTests {
  private static let isFull = ProcessInfo.processInfo.environment["PEAKLOAD_FULL_STUDY"] != nil

  @Test func fitsEndpointsAndPredictsTheirOtherHalf() throws {
    let studies = try HostedEndpoints.large.map { name in
      let durations = try HostedEndpoints.calls(name).answered.map(\.firstToken)
      #expect(durations.count >= 100)
      return HostedEndpointStudy(name: name, durations: durations, splits: Self.isFull ? 100 : 3)
    }
    if Self.isFull {
      for study in studies {
        print(study.name, study.count, study.fit.distance, study.medianRatio ?? 0, study.fit.mixture)
      }
      print("pooled", HostedEndpointStudy.median(studies.flatMap(\.ratios)) ?? 0)
    }
    let distances = studies.map(\.fit.distance)
    #expect(try #require(HostedEndpointStudy.median(distances)) <= 0.05)
    #expect(try #require(distances.max()) <= 0.18)
    #expect(try #require(HostedEndpointStudy.median(studies.flatMap(\.ratios))) <= 1.1)
    for study in studies {
      #expect(try #require(study.medianRatio) <= 1.7, "\(study.name)")
    }
  }
}
