// What a half session may do, what a whole one may not be turned into, and what ends one.
#include <stdexcept>

#include "../examples/second_factor/second_factor.hpp"
#include "attacks/attack.hpp"

namespace mfa::test {
namespace {

bool completesOwnSession(Stage& stage) {
  const auto ada = stage.person("ada");
  auto page = stage.signedIn(ada);
  return completeWith(stage, page, ada.phoneNumber);
}

/// A session in cookies is asked to answer in headers, where no anti-CSRF check applies.
bool sessionChangesTransfer(Stage& stage) {
  const auto ada = stage.person("ada");
  auto page = stage.signedIn(ada);
  if (page.createCode(ada.phoneNumber).outcome() != "OK") return false;
  const json::object body{{"preAuthSessionId", page.device().preAuthSessionId},
                          {"deviceId", page.device().deviceId},
                          {"userInputCode", stage.lastCode(ada.phoneNumber)}};
  const auto answer = page.post("/signinup/code/consume", body, {{"st-auth-mode", "header"}});
  return !answer.header("st-access-token").value_or("").empty();
}

bool completesInHeaders(Stage& stage) {
  const auto ada = stage.person("ada");
  auto page = stage.signedIn(ada, Transfer::Header);
  return completeWith(stage, page, ada.phoneNumber);
}

bool halfSessionEnters(Stage& stage) { return stage.signedIn(stage.person("ada")).hasSecondFactor(); }

bool thiefSurvivesNewPassword(Stage& stage) {
  const auto adas = stage.person("ada");
  auto thief = stage.completed(adas);  // stolen, with both factors done
  stage.pass(std::chrono::minutes{30});
  auto ada = stage.signedIn(adas);
  if (!completeWith(stage, ada, adas.phoneNumber)) throw std::runtime_error{"Ada was not served"};
  if (!stage.changePassword(ada, "another horse 2")) throw std::runtime_error{"the password stayed"};
  if (!ada.hasSecondFactor()) throw std::runtime_error{"Ada's own session ended"};
  return thief.hasSecondFactor();
}

bool ownerStaysWithNewPassword(Stage& stage) {
  const auto adas = stage.person("ada");
  auto ada = stage.completed(adas);
  return stage.changePassword(ada, "another horse 2") && ada.hasSecondFactor() &&
         stage.browser().signIn(adas.email, "another horse 2").outcome() == "OK";
}

bool copyOutlivesSignOut(Stage& stage) {
  auto ada = stage.completed(stage.person("ada"));
  auto thief = ada;  // keeps the tokens of now
  if (ada.signOut().status != 200) throw std::runtime_error{"Ada could not sign out"};
  return thief.hasSecondFactor();
}

bool otherSessionOutlivesSignOut(Stage& stage) {
  const auto adas = stage.person("ada");
  auto first = stage.completed(adas);
  stage.pass(std::chrono::minutes{30});
  auto second = stage.signedIn(adas);
  if (!completeWith(stage, second, adas.phoneNumber)) return false;
  return first.signOut().status == 200 && second.hasSecondFactor();
}

GuideChanges hostWithoutExists() {
  return {.passwordless =
              [](Passwordless::Config& config) {
                config.override.apis = {secondFactorApis, [](Passwordless::Apis original) {
                                          original.emailExistsGET = nullptr;
                                          original.phoneNumberExistsGET = nullptr;
                                          return original;
                                        }};
              },
          .thirdPartyEmailPassword =
              [](ThirdPartyEmailPassword::Config& config) {
                config.override.apis = [](ThirdPartyEmailPassword::Apis original) {
                  original.emailPasswordEmailExistsGET = nullptr;
                  return original;
                };
              }};
}

bool strangerAsksWhoExists(Stage& stage) {
  const auto ada = stage.person("ada");
  (void)stage.completed(ada);
  auto stranger = stage.browser();
  const auto exists = [&stranger](const std::string& path) {
    const auto answer = stranger.get(path);
    const auto* member = answer.body.if_contains("exists");
    return member != nullptr && member->is_bool() && member->get_bool();
  };
  return exists("/emailpassword/email/exists?email=" + ada.email) ||
         exists("/signup/email/exists?email=" + ada.email) ||
         exists("/passwordless/phonenumber/exists?phoneNumber=%2B" + ada.phoneNumber.substr(1)) ||
         exists("/signup/phonenumber/exists?phoneNumber=%2B" + ada.phoneNumber.substr(1));
}

}  // namespace

std::vector<Attack> attacksOnSessions() {
  return {
      {.id = "A14",
       .name = "a session in cookies stays in cookies whatever mode a request asks for",
       .rule = "sessions",
       .mutant = {Defence::TransferMethodStays},
       .succeeds = sessionChangesTransfer,
       .honest = completesInHeaders},
      {.id = "A20",
       .name = "a session of the password alone passes no route of the host",
       .rule = "sessions",
       .mutant = {Defence::ClaimsGuardRoutes},
       .succeeds = halfSessionEnters,
       .honest = completesOwnSession},
      {.id = "A21",
       .name = "a new password ends the session of whoever stole one",
       .rule = "sessions",
       .mutant = {Defence::PasswordChangeEndsOthers},
       .succeeds = thiefSurvivesNewPassword,
       .honest = ownerStaysWithNewPassword},
      {.id = "A30",
       .name = "emptied entries tell nobody who has an account",
       .rule = "open: the FDI asks for these routes",
       .host = hostWithoutExists,
       .succeeds = strangerAsksWhoExists,
       .honest = completesOwnSession,
       .needs = Needs::Inside,
       .isOpenInGuide = true},
      {.id = "A35",
       .name = "a copy of the tokens is refused as soon as its session ends",
       .rule = "sessions",
       .mutant = {Defence::RevocationIsSeenAtOnce},
       .succeeds = copyOutlivesSignOut,
       .honest = otherSessionOutlivesSignOut},
  };
}

}  // namespace mfa::test
