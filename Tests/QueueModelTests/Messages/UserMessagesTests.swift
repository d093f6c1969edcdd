// Every message in both languages, and the promise that none of them tells a position or an estimated wait.

import QueueModel
import Testing

@Suite struct UserMessagesTests {
  /// Everything that a user can be shown.
  private static let all: [String] =
    Language.allCases.flatMap { language in
      UserMessageKey.allCases.map { UserMessages.template($0, in: language) }
        + [UserMessages.pleaseWait(in: language), UserMessages.rateLimited(seconds: 30, in: language)]
    }

  @Test func theTextsOfTheDesignStandAsGiven() {
    #expect(UserMessages.text(.processing, in: .en) == "Processing...")
    #expect(UserMessages.text(.processing, in: .mn) == "Боловсруулж байна...")
    #expect(UserMessages.text(.cancel, in: .en) == "Cancel")
    #expect(UserMessages.text(.cancel, in: .mn) == "Цуцлах")
    #expect(UserMessages.rateLimited(seconds: 7, in: .en) == "Too many requests. Please wait 7 seconds.")
    #expect(UserMessages.rateLimited(seconds: 7, in: .mn) == "Хэт олон хүсэлт. 7 секунд хүлээнэ үү.")
    #expect(UserMessages.text(.systemBusy, in: .en) == "System is busy. Please try again later.")
    #expect(
      UserMessages.text(.systemBusy, in: .mn) == "Систем завгүй байна. Түр хүлээгээд дахин оролдоно уу.")
    #expect(UserMessages.text(.error, in: .mn) == "Алдаа гарлаа. Дахин оролдоно уу.")
    #expect(UserMessages.pleaseWait(in: .mn) == "Түр хүлээнэ үү...")
  }

  @Test(arguments: UserMessageKey.allCases)
  func everyMessageIsThereInItsOwnLanguage(_ key: UserMessageKey) {
    let english = UserMessages.template(key, in: .en)
    let mongolian = UserMessages.template(key, in: .mn)
    #expect(english.unicodeScalars.allSatisfy(\.isASCII) && !english.isEmpty)
    let letters = mongolian.split(separator: "{seconds}").joined().unicodeScalars
      .filter(\.properties.isAlphabetic)
    #expect(!letters.isEmpty && letters.allSatisfy { (0x0400...0x04FF).contains($0.value) })
  }

  @Test(arguments: all)
  func noMessageTellsAPositionOrAnEstimatedWait(_ text: String) {
    let forbidden = [
      // Position, place and line; ahead of; estimate; waiting time; minutes and hours.
      "position", "place", "queue", "line", "ahead", "before you", "behind", "estimat", "eta", "about",
      "approx", "wait time", "waiting", "minute", "hour", "#", "~", "%", "№",
      "байр", "дараал", "ээлж", "урд", "өмнө", "ойролцоо", "орчим", "хугацаа", "минут", "цагийн", "дугаар",
    ]
    for word in forbidden { #expect(!text.lowercased().contains(word), "'\(text)' has '\(word)'") }
  }

  @Test func noKeyIsForAPositionOrAnEstimatedWait() {
    for key in UserMessageKey.allCases {
      for word in ["position", "place", "queue", "eta", "estimat", "wait"] {
        #expect(!key.rawValue.lowercased().contains(word), "\(key.rawValue)")
      }
    }
  }

  @Test func theOnlyPlaceholderIsTheCountdownOfSomebodyLimited() {
    for language in Language.allCases {
      for key in UserMessageKey.allCases {
        let text = UserMessages.template(key, in: language)
        let rest = key == .rateLimited ? text.split(separator: "{seconds}") : [text[...]]
        #expect(rest.count == (key == .rateLimited ? 2 : 1))
        for part in rest { #expect(!part.contains { "{}%0123456789".contains($0) }, "\(text)") }
      }
    }
  }
}
