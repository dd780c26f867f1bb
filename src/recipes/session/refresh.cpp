// Rotation of refresh tokens: RFC 9700 section 4.14, made idempotent within the grace window, so that neither
// racing tabs nor a lost answer cost anybody the session.
#include <optional>
#include <utility>
#include <variant>

#include "crypto/hash.hpp"
#include "mfa/errors.hpp"
#include "observe/report.hpp"
#include "recipes/session/functions.hpp"
#include "recipes/session/issue.hpp"
#include "recipes/session/settings.hpp"

namespace mfa::session {
namespace {

using tokens::RefreshToken;

/// How often a rotation may lose to another one of the same session before the database is to blame.
constexpr int kMostRaces = 8;

/// No such session, or the anti-CSRF token is not the refresh token's.
struct Refused {};
/// The token was used before, outside the window; the session is revoked.
struct Theft {
  SessionRow row{};
};
/// The session as it is now, and the refresh token that goes with it.
struct Answered {
  SessionRow row{};
  RefreshToken refreshToken;
};
using Outcome = std::variant<Answered, Refused, Theft>;

/// One attempt to refresh. All that is random was drawn before: a transaction may run more than once.
struct Attempt {
  const Session::Impl& impl;
  const RefreshToken& presented;
  const RefreshToken& child;
  std::string sealedChild{};
  std::optional<std::string> presentedAntiCsrfToken{};
  bool checksAntiCsrf = false;
  bool bindsAntiCsrf = false;
  Time now{};
};

bool isInGrace(const Attempt& attempt, const SessionRow& row) {
  const auto grace = attempt.impl.config.refreshTokenGracePeriod;
  return grace.count() > 0 && row.refreshTokenRotatedAt && attempt.now <= *row.refreshTokenRotatedAt + grace;
}

bool passesAntiCsrf(const Attempt& attempt, const SessionRow& row) {
  if (!attempt.checksAntiCsrf || !row.antiCsrfToken) return true;
  return attempt.presentedAntiCsrfToken &&
         crypto::equalInConstantTime(*attempt.presentedAntiCsrfToken, antiCsrfTokenOf(attempt.presented));
}

SessionRotation rotationOf(const Attempt& attempt, const SessionRow& row) {
  const auto& impl = attempt.impl;
  SessionRotation rotation{.sessionHandle = row.sessionHandle,
                           .expectedRefreshTokenHash2 = row.refreshTokenHash2,
                           .refreshTokenHash2 = attempt.child.hash2(),
                           .sealedChild = attempt.sealedChild,
                           .useStaticKey = impl.keyKind() == tokens::KeyKind::Static,
                           .rotatedAt = attempt.now,
                           .expiresAt = refreshTokenExpiry(impl, row.createdAt, attempt.now)};
  if (attempt.bindsAntiCsrf) rotation.antiCsrfToken = antiCsrfTokenOf(attempt.child);
  return rotation;
}

Event eventOf(EventType type, const SessionRow& row) {
  return {.type = type, .userId = row.userId, .sessionHandle = row.sessionHandle};
}

/// What the parent's first use was answered with.
Outcome sameChildAgain(const Attempt& attempt, SessionRow row, observe::Report& report) {
  const auto sealed = tokens::openChild(attempt.presented, row.sealedChild);
  auto child = sealed ? attempt.impl.refreshTokens->recognise(sealed->refreshToken.text()) : std::nullopt;
  if (!child) return Refused{};
  report.mention(eventOf(EventType::SessionRefreshed, row));
  return Answered{std::move(row), *std::move(child)};
}

RefreshToken copyOf(const Session::Impl& impl, const RefreshToken& token) {
  return impl.refreshTokens->recognise(token.text()).value();
}

Outcome decide(const Attempt& attempt, Transaction& transaction, observe::Report& report) {
  auto& sessions = transaction.sessions();
  const auto presentedHash2 = attempt.presented.hash2();
  for (int race = 0; race < kMostRaces; ++race) {
    auto row = sessions.find(attempt.presented.sessionHandle(), attempt.now);
    if (!row || !passesAntiCsrf(attempt, *row)) return Refused{};

    if (row->refreshTokenHash2 == presentedHash2) {
      // One rotation per window: a late answer to the parent still carries the live leaf.
      if (isInGrace(attempt, *row)) {
        report.mention(eventOf(EventType::SessionRefreshed, *row));
        return Answered{*std::move(row), copyOf(attempt.impl, attempt.presented)};
      }
      const auto rotation = rotationOf(attempt, *row);
      if (sessions.rotate(rotation) == Update::Missing) continue;  // another transaction was first
      row->expiresAt = rotation.expiresAt;
      row->antiCsrfToken = rotation.antiCsrfToken;
      report.add(eventOf(EventType::SessionRefreshed, *row));
      return Answered{*std::move(row), copyOf(attempt.impl, attempt.child)};
    }
    if (row->prevRefreshTokenHash2 == presentedHash2 && isInGrace(attempt, *row))
      return sameChildAgain(attempt, *std::move(row), report);
    (void)sessions.revoke(row->sessionHandle);
    report.add(eventOf(EventType::TokenTheftDetected, *row));
    return Theft{*std::move(row)};
  }
  throw StorageError{StorageError::Retry::Yes, "rotation conflict", ""};
}

Attempt attemptOf(const Session::Impl& impl, const RefreshToken& presented, const RefreshToken& child,
                  const RefreshSession::Input& input) {
  const bool viaToken = !input.disableAntiCsrf && antiCsrf(impl, input.userContext) == AntiCsrf::ViaToken;
  tokens::RefreshChild sealed{.refreshToken = crypto::Secret{child.text()}};
  if (viaToken) sealed.antiCsrfToken = antiCsrfTokenOf(child);
  return {.impl = impl,
          .presented = presented,
          .child = child,
          .sealedChild = tokens::sealChild(presented, sealed, *impl.services.random),
          .presentedAntiCsrfToken = input.antiCsrfToken,
          .checksAntiCsrf = viaToken,
          .bindsAntiCsrf = viaToken,
          .now = impl.now()};
}

[[noreturn]] void answerTheft(const Session::Impl& impl, const SessionRow& row) {
  refuseFromNowOn(impl, {row.sessionHandle});
  throw TokenTheftDetectedError{row.sessionHandle, row.userId, row.recipeUserId};
}

}  // namespace

SessionPtr refreshSession(const Session::Impl& impl, RefreshSession::Input input) {
  const auto presented = impl.refreshTokens->recognise(input.refreshToken);
  if (!presented) throw UnauthorisedError{UnauthorisedError::Tokens::Clear};
  const auto child = impl.refreshTokens->mint(presented->sessionHandle(), *impl.services.random);
  const auto attempt = attemptOf(impl, *presented, child, input);
  auto outcome = observe::transact(impl.services, input.userContext,
                                   [&attempt](Transaction& transaction, observe::Report& report) {
                                     return decide(attempt, transaction, report);
                                   });

  if (const auto* const theft = std::get_if<Theft>(&outcome)) answerTheft(impl, theft->row);
  const auto* const answered = std::get_if<Answered>(&outcome);
  if (answered == nullptr) throw UnauthorisedError{UnauthorisedError::Tokens::Clear};
  const auto& [row, refreshToken] = *answered;
  Due due{.row = row, .refreshToken = refreshToken};
  if (attempt.bindsAntiCsrf) due.antiCsrfToken = antiCsrfTokenOf(refreshToken);
  return issue(impl, due);
}

}  // namespace mfa::session
