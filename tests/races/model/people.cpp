// What people do, thieves among them: whoever has a browser may take over another one's cookies.
#include <algorithm>

#include "contract/passwordless_server.hpp"
#include "http/percent.hpp"
#include "mfa/errors.hpp"
#include "races/model/world.hpp"
#include "support/session_world.hpp"

namespace mfa::test::model {
namespace {

const std::vector<std::string>& addresses() {
  static const std::vector<std::string> all{"ada@example.com", "bob@example.com", "eve@example.com"};
  return all;
}

const std::vector<std::string>& numbers() {
  static const std::vector<std::string> all{"+12015550101", "+12015550102", "+12015550103", "+12015550104"};
  return all;
}

std::string short_(const std::optional<Requester>& requester) {
  return requester ? "as " + requester->sessionHandle.substr(0, 4) : std::string{"as nobody"};
}

}  // namespace

void World::take(const std::string& what, const Answer& answer) {
  const auto outcome = answer.outcome();
  tell(what + " -> " + std::to_string(answer.status) + (outcome.empty() ? "; " : " " + outcome + "; "));
  if (answer.status >= 500) throw Violation{"a request was answered with " + std::to_string(answer.status)};
  if (const auto token = answer.cookie("sRefreshToken"); token && !token->value.empty())
    secrets_.insert(http::percentDecode(token->value));
}

// A token that is past its time counts as none: the request is refused, or has no session any more.
std::optional<Requester> World::requesterOf(Browser& browser) const {
  const auto cookie = browser.cookies().find("sAccessToken");
  if (!cookie || cookie->value.empty()) return std::nullopt;
  const auto payload = payloadOf(http::percentDecode(cookie->value));
  if (payload.at("exp").to_number<std::int64_t>() * 1'000 <= toUnixMillis(latest_)) return std::nullopt;
  return requesterOf(payload);
}

// Of the answer and not of the browser, which may have got another session meanwhile.
std::optional<Requester> World::requesterAfter(const Answer& answer, const BroughtCode& brought) {
  const auto cookie = answer.cookie("sAccessToken");
  if (!cookie) return brought.requester;
  if (cookie->value.empty()) return std::nullopt;
  return requesterOf(payloadOf(http::percentDecode(cookie->value)));
}

Requester World::requesterOf(const json::object& payload) {
  return {std::string{payload.at("sessionHandle").as_string()}, std::string{payload.at("sub").as_string()}};
}

/// Mostly one in which somebody is signed in.
Browser& World::someBrowser(Lots& lots) {
  auto* browser = &lots.oneOf(browsers_);
  for (int tries = 0; tries < 3 && !requesterOf(*browser); ++tries) browser = &lots.oneOf(browsers_);
  return *browser;
}

/// The one whose session the last code was asked for under, if it still has it.
Browser& World::browserOfLastDevice(Lots& lots) {
  auto& any = lots.oneOf(browsers_);
  if (ledger_.devices().empty()) return any;
  const auto& wanted = ledger_.devices().back().requester;
  const auto found = std::ranges::find_if(browsers_, [&](Browser& browser) {
    const auto requester = requesterOf(browser);
    return requester && wanted ? requester->sessionHandle == wanted->sessionHandle
                               : requester.has_value() == wanted.has_value();
  });
  return found == browsers_.end() ? any : *found;
}

// An enrolled pair has budgets of its own; whoever else names the number draws from another one.
std::vector<std::string> World::subjectsOf(const std::optional<Requester>& requester,
                                           const std::string& contact) {
  if (!requester) return {contact};
  if (enrolledContact(requester->userId) == contact) return {requester->userId + " and " + contact};
  return {requester->userId, contact};
}

// Somebody whose session has ended, by a new password or in another tab, is nobody.
bool World::isLive(const std::optional<Requester>& requester) const {
  return requester && storage_->read([&](Transaction& tx) {
    return tx.sessions().find(requester->sessionHandle, latest_).has_value();
  });
}

std::vector<std::string> World::subjectsOfSend() {
  const auto& [requester, contact] = send_;
  if (contact.empty()) return {};
  return subjectsOf(isLive(requester) ? requester : std::nullopt, contact);
}

void World::noteOpened(Browser& browser, const std::string& email, const std::string& password) {
  const auto opened = requesterOf(browser).value();
  emails_[opened.userId] = email;
  openedWith_[opened.sessionHandle] = password;
}

void World::signUp(Lots& lots) {
  auto& browser = lots.oneOf(browsers_);
  const auto& email = lots.oneOf(addresses());
  const auto password = "a canary of " + std::to_string(++passwordNumber_);
  secrets_.insert(password);
  const auto answer = browser.signUp(email, password);
  take("sign up " + email, answer);
  if (answer.outcome() != "OK") return;
  passwords_[email] = password;
  noteOpened(browser, email, password);
}

void World::signIn(Lots& lots) {
  const auto& email = lots.oneOf(addresses());
  if (!passwords_.contains(email)) return signUp(lots);
  auto& browser = lots.oneOf(browsers_);
  const bool isRight = !lots.onceIn(6);
  const auto password = isRight ? passwords_[email] : "a wrong password 1";
  const auto answer = browser.signIn(email, password);
  take("sign in " + email, answer);
  if (answer.outcome() != "OK") return;
  if (!isRight) throw Violation{"a wrong password signed somebody in"};
  noteOpened(browser, email, password);
}

void World::ask(Lots& lots) {
  auto& browser = someBrowser(lots);
  const auto requester = requesterOf(browser);
  const auto enrolled = requester ? enrolledContact(requester->userId) : std::nullopt;
  const auto number = enrolled && !lots.onceIn(4) ? *enrolled : lots.oneOf(numbers());
  const bool wasLive = isLive(requester);
  send_ = {requester, number};
  const auto answer = browser.createCode(number);
  take("ask for " + number + " " + short_(requester), answer);
  if (answer.outcome() != "OK") return;
  const Device device{std::string{answer.body.at("deviceId").as_string()},
                      std::string{answer.body.at("preAuthSessionId").as_string()}};
  secrets_.insert(device.deviceId);
  // A session that ended while the request ran is none: then it was asked for by nobody.
  const auto made = server_.storage().read(
      [&device](Transaction& tx) { return tx.codes().findDevice(device.preAuthSessionId); });
  const bool isNobodys = made && !made->device.sessionHandle;
  if (made && !isNobodys && !wasLive) throw Violation{"a code was made under a session that was over"};
  ledger_.asked({device, number, isNobodys ? std::nullopt : requester});
}

void World::askAgain(Lots& lots) {
  if (ledger_.devices().empty()) return;
  auto& browser = lots.oneOf(browsers_);
  const auto asked = lots.onceIn(2) ? ledger_.devices().back() : lots.oneOf(ledger_.devices());
  send_ = {requesterOf(browser), asked.contact};
  for (auto resends = 1 + lots.below(3); resends > 0; --resends)
    take("ask again for " + asked.contact, browser.resendCode(asked.device));
}

const SentCode* World::codeFor(const std::optional<Requester>& requester, Lots& lots) const {
  const auto& sent = ledger_.sent();
  if (sent.empty()) return nullptr;
  if (lots.onceIn(4)) return &lots.oneOf(sent);
  const auto own = std::find_if(sent.rbegin(), sent.rend(), [&](const SentCode& code) {
    const auto* asked = ledger_.find(code.preAuthSessionId);
    if (asked == nullptr || asked->requester.has_value() != requester.has_value()) return false;
    return !requester || asked->requester->sessionHandle == requester->sessionHandle;
  });
  return own == sent.rend() ? &sent.back() : &*own;
}

void World::consumeRight(Lots& lots) {
  auto& browser = lots.onceIn(4) ? lots.oneOf(browsers_) : browserOfLastDevice(lots);
  const auto* chosen = codeFor(requesterOf(browser), lots);
  if (chosen == nullptr) return;
  const auto sent = *chosen;
  const auto* asked = ledger_.find(sent.preAuthSessionId);
  if (asked == nullptr) return;  // its answer is still on the way
  consume(browser, Device{asked->device}, sent.code);
}

void World::consumeWrong(Lots& lots) {
  auto& browser = lots.oneOf(browsers_);
  const auto* chosen = codeFor(requesterOf(browser), lots);
  if (chosen == nullptr) return;
  const auto sent = *chosen;
  const auto* asked = ledger_.find(sent.preAuthSessionId);
  if (asked == nullptr) return;
  // Also with the device of one attempt and the id of another one.
  auto device = asked->device;
  if (lots.onceIn(6)) device.preAuthSessionId = lots.oneOf(ledger_.devices()).device.preAuthSessionId;
  for (auto guesses = 1 + lots.below(4); guesses > 0; --guesses)
    consume(browser, device, wrongCodeFor(sent.code));
}

void World::consume(Browser& browser, const Device& device, const std::string& code) {
  BroughtCode brought{.device = device, .code = code, .requester = requesterOf(browser), .at = latest_};
  const auto* asked = ledger_.find(device.preAuthSessionId);
  if (brought.requester) {
    brought.isSessionDead = ledger_.isDead(brought.requester->sessionHandle);
    brought.enrolled = enrolledContact(brought.requester->userId);
  }
  const auto subjects = subjectsOf(brought.requester, asked->contact);
  std::map<std::string, int> resets;
  resets[asked->contact] = resets_[asked->contact];
  for (const auto& subject : subjects) resets[subject] = resets_[subject];

  const auto answer = browser.consumeCode(device, code);
  take("bring " + code + " for " + asked->contact + " " + short_(brought.requester), answer);
  if (answer.outcome() == "OK") return noteOutcome(brought, requesterAfter(answer, brought));
  const bool isJudged = answer.outcome() == "INCORRECT_USER_INPUT_CODE_ERROR" ||
                        answer.outcome() == "EXPIRED_USER_INPUT_CODE_ERROR";
  if (!isJudged) return;
  const auto judged = isLive(brought.requester) ? subjects : subjectsOf(std::nullopt, asked->contact);
  for (const auto& subject : judged)
    if (resets[subject] == resets_[subject]) guesses_.use(subject, brought.at, "a wrong code was judged");
}

void World::noteOutcome(const BroughtCode& brought, const std::optional<Requester>& after) {
  const auto& contact = ledger_.find(brought.device.preAuthSessionId)->contact;
  std::vector<std::string> full{contact};
  if (brought.requester && after && after->sessionHandle == brought.requester->sessionHandle) {
    const auto& userId = brought.requester->userId;
    // Deleted after the code was spent: what was enrolled is gone, too.
    const bool isGone = ledger_.deletedUsers().contains(userId);
    ledger_.raised(brought, isGone ? std::optional{contact} : enrolledContact(userId));
    ++successes_.raised;
    full = {userId, userId + " and " + contact};
  } else {
    ledger_.signedIn(brought, after.value());
    ++successes_.signedInByCode;
  }
  for (const auto& subject : full) {
    ++resets_[subject];
    guesses_.forget(subject);
  }
}

void World::refresh(Lots& lots) { take("refresh", lots.oneOf(browsers_).refresh()); }

void World::signOut(Lots& lots) {
  auto& browser = lots.oneOf(browsers_);
  const auto requester = requesterOf(browser);
  const auto answer = browser.signOut();
  take("sign out " + short_(requester), answer);
  if (requester && answer.outcome() == "OK") ledger_.ended(requester->sessionHandle);
}

void World::changePassword(Lots& lots) {
  auto& browser = lots.oneOf(browsers_);
  const auto next = "a canary of " + std::to_string(++passwordNumber_);
  secrets_.insert(next);
  try {
    const auto session = browser.session();
    // What ended before a restart is found out by the transactions, as on another node.
    const auto& handle = session->getHandle();
    if (ledger_.isDead(handle) && !deadAtRestart_.contains(handle))
      throw Violation{"a session that was over was accepted"};
    const auto email = emails_[session->getUserId()];
    const auto result = server_.auth().thirdPartyEmailPassword().changePassword(
        {.session = session, .currentPassword = passwords_[email], .newPassword = next});
    const auto* done = ok(result);
    tell("change the password of " + email + (done != nullptr ? " -> OK" : " -> refused"));
    if (done == nullptr) return;
    ++successes_.passwordsChanged;
    passwords_[email] = openedWith_[session->getHandle()] = next;
    for (const auto& handle : done->revokedSessionHandles) ledger_.ended(handle);
  } catch (const Error& error) {
    tell(std::string{"change a password -> "} + error.what());
  }
}

void World::copyCookies(Lots& lots) {
  const auto cookies = lots.oneOf(browsers_).cookies();
  lots.oneOf(browsers_).cookies() = cookies;
  tell("copy the cookies of a browser");
}

}  // namespace mfa::test::model
