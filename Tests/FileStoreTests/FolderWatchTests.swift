import FileStore
import Foundation
import Synchronization
import TestSupport
import Testing

/// What the system tells of changes, where it tells too little.
@Suite struct FolderWatchTests {
  #if !canImport(Darwin)
    /// How many notices the system keeps for one who does not ask for them.
    private static let mostNotices =
      (try? String(contentsOfFile: "/proc/sys/fs/inotify/max_queued_events", encoding: .utf8))
      .flatMap { Int($0.trimmingCharacters(in: .whitespacesAndNewlines)) } ?? .max

    @Test(
      .enabled(if: mostNotices < 50_000, "more notices than files can be made in a moment"),
      .timeLimit(.minutes(5)))
    func `a folder whose notice was lost among thousands is watched`() throws {
      let folder = try TestFolder("watch")
      defer { folder.remove() }
      try folder.makeFolder("in")
      let path = folder.path("in").path
      var watch = FolderWatch([path])
      for number in 0...Self.mostNotices { unsafe close(open("\(path)/\(number)", O_CREAT, 0o644)) }
      try folder.makeFolder("in/late")
      // All that the system has kept is told first.
      #expect(watch.wait() == .changed)
      try folder.write("in/late/new", "text")
      // Whoever is not told of it is told of something else in the end.
      let isOver = Waiting()
      Thread {
        for _ in 0..<200 where !isOver.value.load(ordering: .relaxed) { usleep(100_000) }
        guard !isOver.value.load(ordering: .relaxed) else { return }
        isOver.isMissed.store(true, ordering: .relaxed)
        try? folder.write("in/end", "text")
      }.start()
      #expect(watch.wait() == .changed)
      isOver.value.store(true, ordering: .relaxed)
      let isMissed = isOver.isMissed.load(ordering: .relaxed)
      #expect(!isMissed)
    }

    private final class Waiting: Sendable {
      let value = Atomic(false)
      let isMissed = Atomic(false)
    }
  #endif
}
