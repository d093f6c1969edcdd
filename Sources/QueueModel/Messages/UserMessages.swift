// Every text that a user sees, in both languages. One place, because of a promise that holds for all of them:
// nobody is told a position in the line or an estimated wait.

/// Names a text that a user sees; the raw value is its key in message files.
public enum UserMessageKey: String, CaseIterable, Hashable, Sendable {
  /// While an answer is waited for or made.
  case processing
  /// On the button that stops it.
  case cancel
  /// The limiter refused: counts down the seconds until the next try.
  case rateLimited
  /// The service takes no more questions for now.
  case systemBusy
  /// Offers to send the answer by email instead.
  case emailOffer
  /// Answers are shorter than usual for now.
  case simpleMode
  /// Something failed.
  case error
}

/// The texts.
///
/// ```swift
/// UserMessages.rateLimited(seconds: 12, in: .en)  // "Too many requests. Please wait 12 seconds."
/// ```
public enum UserMessages {
  /// The text as message files hold it; ``UserMessageKey/rateLimited`` has the placeholder `{seconds}`, no
  /// other has one.
  public static func template(_ key: UserMessageKey, in language: Language) -> String {
    switch (key, language) {
    case (.processing, .en): "Processing..."
    case (.processing, .mn): "Боловсруулж байна..."
    case (.cancel, .en): "Cancel"
    case (.cancel, .mn): "Цуцлах"
    case (.rateLimited, .en): "Too many requests. Please wait {seconds} seconds."
    case (.rateLimited, .mn): "Хэт олон хүсэлт. {seconds} секунд хүлээнэ үү."
    case (.systemBusy, .en): "System is busy. Please try again later."
    case (.systemBusy, .mn): "Систем завгүй байна. Түр хүлээгээд дахин оролдоно уу."
    case (.emailOffer, .en): "We can send you the answer by email when it is ready."
    case (.emailOffer, .mn): "Хариулт бэлэн болмогц бид танд имэйлээр илгээж болно."
    case (.simpleMode, .en): "Many people are asking right now, so answers are shorter than usual."
    case (.simpleMode, .mn): "Одоо олон хүн асуулт асууж байгаа тул хариулт ердийнхөөс богино байна."
    case (.error, .en): "Error occurred. Please try again."
    case (.error, .mn): "Алдаа гарлаа. Дахин оролдоно уу."
    }
  }

  /// The text to show.
  ///
  /// Precondition: `key` is not ``UserMessageKey/rateLimited``, which needs the seconds.
  public static func text(_ key: UserMessageKey, in language: Language) -> String {
    precondition(key != .rateLimited, "rateLimited needs the seconds")
    return template(key, in: language)
  }

  /// The countdown of somebody whom the limiter refused: their own limit, no place in any line.
  ///
  /// - Parameter seconds: what remains of the Retry-After, at least 0.
  public static func rateLimited(seconds: Int, in language: Language) -> String {
    let parts = template(.rateLimited, in: language).split(
      separator: "{seconds}", omittingEmptySubsequences: false)
    return parts.joined(separator: String(seconds))
  }

  /// The `message` in the body of a 429, for clients without a countdown: "Please wait...".
  public static func pleaseWait(in language: Language) -> String {
    switch language {
    case .en: "Please wait..."
    case .mn: "Түр хүлээнэ үү..."
    }
  }
}
