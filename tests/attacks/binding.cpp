// Rule 1: a code raises only the session under which it was made.
#include "attacks/attack.hpp"
#include "attacks/hosts.hpp"

namespace mfa::test {
namespace {

/// Mallory knows Ada's password, and has an account and a phone of her own.
struct Pair {
  explicit Pair(Stage& stage)
      : mallorys{stage.person("mallory")},
        adas{stage.person("ada")},
        mallory{stage.signedIn(mallorys)},
        asAda{stage.signedIn(adas)} {}

  Person mallorys;
  Person adas;
  Browser mallory;
  Browser asAda;
};

bool spendsCodeOfOtherSession(Stage& stage) {
  Pair pair{stage};
  if (pair.mallory.createCode(pair.mallorys.phoneNumber).outcome() != "OK") return false;
  const auto code = stage.lastCode(pair.mallorys.phoneNumber);
  return pair.asAda.consumeCode(pair.mallory.device(), code).outcome() == "OK" &&
         pair.asAda.hasSecondFactor();
}

bool completesOwnSession(Stage& stage) {
  const auto ada = stage.person("ada");
  auto page = stage.signedIn(ada);
  return completeWith(stage, page, ada.phoneNumber);
}

bool spendsCodeOfNoSession(Stage& stage) {
  const auto mallorys = stage.person("mallory");
  auto anonymous = stage.browser();
  if (anonymous.createCode(mallorys.phoneNumber).outcome() != "OK") return false;
  auto asAda = stage.signedIn(stage.person("ada"));
  const auto code = stage.lastCode(mallorys.phoneNumber);
  return asAda.consumeCode(anonymous.device(), code).outcome() == "OK" && asAda.hasSecondFactor();
}

bool signsInByCode(Stage& stage) {
  const auto ada = stage.person("ada");
  auto page = stage.browser();
  return page.createCode(ada.phoneNumber).outcome() == "OK" &&
         page.consumeCode(page.device(), stage.lastCode(ada.phoneNumber)).outcome() == "OK";
}

bool hasOthersCodeResent(Stage& stage) {
  Pair pair{stage};
  if (pair.asAda.createCode(pair.adas.phoneNumber).outcome() != "OK") return false;
  auto anonymous = stage.browser();
  (void)anonymous.resendCode(pair.asAda.device());
  (void)pair.mallory.resendCode(pair.asAda.device());
  return stage.messagesTo(pair.adas.phoneNumber) > 1;
}

bool hasOwnCodeResent(Stage& stage) {
  const auto ada = stage.person("ada");
  auto page = stage.signedIn(ada);
  return page.createCode(ada.phoneNumber).outcome() == "OK" &&
         page.resendCode(page.device()).outcome() == "OK" && stage.messagesTo(ada.phoneNumber) == 2;
}

json::object linkBody(Stage& stage, const Browser& asked, const std::string& phoneNumber) {
  const auto link = stage.inside().outbox().last(phoneNumber)->urlWithLinkCode.value();
  return {{"preAuthSessionId", asked.device().preAuthSessionId},
          {"linkCode", link.substr(link.find('#') + 1)}};
}

GuideChanges relaxedGuideWithLinks() {
  return {.passwordless = [](Passwordless::Config& config) {
    config.flowType = FlowType::UserInputCodeAndMagicLink;
    config.override.apis = codesForEverybody;
  }};
}

bool victimOpensLinkOfThief(Stage& stage) {
  const auto mallorys = stage.person("mallory");
  auto mallory = stage.browser();
  if (mallory.createCode(mallorys.phoneNumber).outcome() != "OK") return false;
  const auto body = linkBody(stage, mallory, mallorys.phoneNumber);
  auto ada = stage.signedIn(stage.person("ada"));
  return ada.post("/signinup/code/consume", body).outcome() == "OK" && ada.hasSecondFactor();
}

bool opensOwnLink(Stage& stage) {
  const auto ada = stage.person("ada");
  auto page = stage.browser();
  if (page.createCode(ada.phoneNumber).outcome() != "OK") return false;
  return page.post("/signinup/code/consume", linkBody(stage, page, ada.phoneNumber)).outcome() == "OK";
}

/// The link that a host made for a session, and sent to who knows whom.
bool linkRaisesSession(Stage& stage) {
  const auto adas = stage.person("ada");
  auto ada = stage.signedIn(adas);
  const auto link = stage.inside().auth().passwordless().createMagicLink(
      {.phoneNumber = adas.phoneNumber, .session = ada.session()});
  const auto idBegin = link.find("preAuthSessionId=") + std::string{"preAuthSessionId="}.size();
  const json::object body{{"preAuthSessionId", link.substr(idBegin, link.find('&', idBegin) - idBegin)},
                          {"linkCode", link.substr(link.find('#') + 1)}};
  return ada.post("/signinup/code/consume", body).outcome() == "OK" && ada.hasSecondFactor();
}

bool olderVersionsSpendForeignCode(Stage& stage) {
  Pair pair{stage};
  if (pair.mallory.createCode(pair.mallorys.phoneNumber).outcome() != "OK") return false;
  for (const auto* version : {"1.17", "2.0", "3.0"}) {
    pair.asAda.fdiVersion = version;
    const auto code = stage.lastCode(pair.mallorys.phoneNumber);
    if (pair.asAda.consumeCode(pair.mallory.device(), code).outcome() == "OK") return true;
  }
  return false;
}

bool completesWithOlderVersion(Stage& stage) {
  const auto ada = stage.person("ada");
  auto page = stage.signedIn(ada);
  page.fdiVersion = "3.0";
  return completeWith(stage, page, ada.phoneNumber);
}

/// Another node has revoked the session, and its word has not come here: the access token still passes.
bool revokedSessionGoesOn(Stage& stage) {
  Pair pair{stage};
  if (pair.asAda.createCode(pair.mallorys.phoneNumber).outcome() != "OK") return false;
  const auto code = stage.lastCode(pair.mallorys.phoneNumber);
  const auto handle = stage.whoIs(pair.asAda).sessionHandle;
  stage.inside().storage().transact([&](Transaction& tx) { (void)tx.sessions().revoke(handle); });
  if (pair.asAda.consumeCode(pair.asAda.device(), code).outcome() == "OK") return true;
  (void)pair.asAda.createCode(pair.mallorys.phoneNumber);
  return stage.messagesTo(pair.mallorys.phoneNumber) > 1;
}

bool phishedCodeServesThief(Stage& stage) {
  const auto adas = stage.person("ada");
  auto ada = stage.signedIn(adas);
  auto thief = stage.signedIn(adas);
  if (ada.createCode(adas.phoneNumber).outcome() != "OK") return false;
  // Ada types it into the thief's page, which passes everything on.
  const auto code = stage.lastCode(adas.phoneNumber);
  return thief.consumeCode(ada.device(), code).outcome() == "OK" && thief.hasSecondFactor();
}

GuideChanges relaxedGuideOfTwoTenants() {
  auto changes = relaxedGuide();
  changes.config = [](Config& config) { config.tenantIds = {"public", "t2"}; };
  return changes;
}

json::object bodyOf(const Device& device) {
  return {{"deviceId", device.deviceId}, {"preAuthSessionId", device.preAuthSessionId}};
}

bool otherTenantResends(Stage& stage) {
  const auto ada = stage.person("ada");
  auto page = stage.browser();
  if (page.createCode(ada.phoneNumber).outcome() != "OK") return false;
  (void)page.post("/t2/signinup/code/resend", bodyOf(page.device()));
  return stage.messagesTo(ada.phoneNumber) > 1;
}

bool ownTenantResends(Stage& stage) {
  const auto ada = stage.person("ada");
  auto page = stage.browser();
  return page.createCode(ada.phoneNumber).outcome() == "OK" &&
         page.post("/public/signinup/code/resend", bodyOf(page.device())).outcome() == "OK" &&
         stage.messagesTo(ada.phoneNumber) == 2;
}

/// What a form of another site can send: text, and the cookies that the browser adds.
const Headers& formOfOtherSite() {
  static const Headers headers{
      {"content-type", "text/plain"}, {"rid", ""}, {"origin", "https://evil.example"}};
  return headers;
}

bool formOfOtherSiteSpendsCode(Stage& stage) {
  Pair pair{stage};
  if (pair.mallory.createCode(pair.mallorys.phoneNumber).outcome() != "OK") return false;
  auto body = bodyOf(pair.mallory.device());
  body["userInputCode"] = stage.lastCode(pair.mallorys.phoneNumber);
  const auto answer = pair.asAda.post("/signinup/code/consume", body, formOfOtherSite());
  return answer.outcome() == "OK" && pair.asAda.hasSecondFactor();
}

bool formOfOtherSiteHasCodeSent(Stage& stage) {
  Pair pair{stage};
  (void)pair.asAda.post("/signinup/code", {{"phoneNumber", pair.mallorys.phoneNumber}}, formOfOtherSite());
  return stage.messagesTo(pair.mallorys.phoneNumber) > 0;
}

}  // namespace

std::vector<Attack> attacksOnBinding() {
  return {
      {.id = "A1",
       .name = "a code that was asked for under one session completes no other",
       .rule = "rule 1",
       .mutant = {Defence::CodeKeepsItsSession},
       .succeeds = spendsCodeOfOtherSession,
       .honest = completesOwnSession},
      {.id = "A2",
       .name = "a code that was asked for without a session completes none",
       .rule = "rule 1",
       .mutant = {Defence::CodeKeepsItsSession},
       .host = relaxedGuide,
       .succeeds = spendsCodeOfNoSession,
       .honest = signsInByCode},
      {.id = "A5",
       .name = "nobody but the session that asked for a code has it sent again",
       .rule = "rule 1",
       .mutant = {Defence::CodeKeepsItsSession},
       .succeeds = hasOthersCodeResent,
       .honest = hasOwnCodeResent},
      {.id = "A12",
       .name = "a link of somebody else completes no session that opens it",
       .rule = "rule 1",
       .mutant = {Defence::CodeKeepsItsSession, Defence::LinksRaiseNothing},
       .host = relaxedGuideWithLinks,
       .succeeds = victimOpensLinkOfThief,
       .honest = opensOwnLink,
       .needs = Needs::Inside},
      {.id = "A12",
       .name = "a link completes not even the session it was made for",
       .rule = "rule 1",
       .mutant = {Defence::LinksRaiseNothing},
       .succeeds = linkRaisesSession,
       .honest = completesOwnSession,
       .needs = Needs::Inside},
      {.id = "A23",
       .name = "the version number of an older front end raises nothing more",
       .rule = "rule 1",
       .mutant = {Defence::CodeKeepsItsSession},
       .succeeds = olderVersionsSpendForeignCode,
       .honest = completesWithOlderVersion},
      {.id = "A24",
       .name = "a session that was revoked elsewhere spends no code and has none sent",
       .rule = "rule 1",
       .mutant = {Defence::DeadSessionsAskNothing},
       .succeeds = revokedSessionGoesOn,
       .honest = completesOwnSession,
       .needs = Needs::Inside},
      {.id = "A31",
       .name = "a code of one tenant is not sent again by another",
       .rule = "rule 1",
       .mutant = {Defence::CodeKeepsItsTenant},
       .host = relaxedGuideOfTwoTenants,
       .succeeds = otherTenantResends,
       .honest = ownTenantResends,
       .needs = Needs::Inside},
      {.id = "A34",
       .name = "a code that its owner gave away serves no session but the owner's",
       .rule = "rule 1",
       .mutant = {Defence::CodeKeepsItsSession},
       .succeeds = phishedCodeServesThief,
       .honest = completesOwnSession},
      {.id = "A36",
       .name = "a form of another site spends no code of its own under this session",
       .rule = "cross-site check, rule 1",
       .mutant = {Defence::CrossSiteIsRefused, Defence::CodeKeepsItsSession},
       .succeeds = formOfOtherSiteSpendsCode,
       .honest = completesOwnSession},
      {.id = "A36",
       .name = "a form of another site has no code sent under this session",
       .rule = "cross-site check",
       .mutant = {Defence::CrossSiteIsRefused},
       .succeeds = formOfOtherSiteHasCodeSent,
       .honest = completesOwnSession},
  };
}

}  // namespace mfa::test
