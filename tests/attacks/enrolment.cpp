// Rule 2: an enrolled factor is a row of its own, written once, and read from the database alone.
#include <memory>
#include <stdexcept>
#include <utility>

#include "attacks/attack.hpp"
#include "attacks/hosts.hpp"

namespace mfa::test {
namespace {

using namespace std::chrono_literals;

bool completesLaterSession(Stage& stage) {
  const auto ada = stage.person("ada");
  (void)stage.completed(ada);
  stage.pass(30min);
  auto again = stage.signedIn(ada);
  return !again.hasSecondFactor() && completeWith(stage, again, ada.phoneNumber);
}

bool enrolsFirst(Stage& stage) {
  const auto ada = stage.person("ada");
  auto page = stage.signedIn(ada);
  return completeWith(stage, page, ada.phoneNumber);
}

bool oldSessionEnrolsOtherPhone(Stage& stage) {
  const auto ada = stage.person("ada");
  auto old = stage.signedIn(ada);  // its token names no phone
  (void)stage.completed(ada);
  return completeWith(stage, old, stage.person("mallory").phoneNumber);
}

bool oldDeviceIsKeptAlive(Stage& stage) {
  const auto ada = stage.person("ada");
  const auto mallory = stage.person("mallory");
  auto old = stage.signedIn(ada);
  if (old.createCode(mallory.phoneNumber).outcome() != "OK") return false;
  (void)stage.completed(ada);
  (void)old.resendCode(old.device());
  const auto code = stage.lastCode(mallory.phoneNumber);
  return old.consumeCode(old.device(), code).outcome() == "OK" && old.hasSecondFactor();
}

std::string passwordlessUserOf(Stage& stage, Browser& browser) {
  const auto metadata = stage.inside().auth().userMetadata().getUserMetadata(stage.whoIs(browser).userId);
  return std::string{metadata.at("passwordlessUserId").as_string()};
}

bool metadataNamesOtherPhone(Stage& stage) {
  const auto adas = stage.person("ada");
  const auto mallorys = stage.person("mallory");
  auto ada = stage.completed(adas);
  auto mallory = stage.completed(mallorys);
  (void)stage.inside().auth().userMetadata().updateUserMetadata(
      stage.whoIs(ada).userId, {{"passwordlessUserId", passwordlessUserOf(stage, mallory)}});
  stage.pass(30min);
  auto thief = stage.signedIn(adas);  // its token names Mallory's phone now
  return completeWith(stage, thief, mallorys.phoneNumber);
}

/// The user of the phone itself is deleted, and the token of a later session names none.
bool phoneUserIsDeleted(Stage& stage) {
  const auto adas = stage.person("ada");
  auto ada = stage.completed(adas);
  stage.inside().auth().deleteUser(passwordlessUserOf(stage, ada));
  auto thief = stage.signedIn(adas);
  return completeWith(stage, thief, stage.person("mallory").phoneNumber);
}

bool ownerOutlivesPhoneUser(Stage& stage) {
  const auto adas = stage.person("ada");
  auto ada = stage.completed(adas);
  stage.inside().auth().deleteUser(passwordlessUserOf(stage, ada));
  stage.pass(30min);
  auto again = stage.signedIn(adas);
  return completeWith(stage, again, adas.phoneNumber);
}

bool laterOfTwoEnrols(Stage& stage) {
  const auto adas = stage.person("ada");
  const auto mallorys = stage.person("mallory");
  auto ada = stage.signedIn(adas);
  auto mallory = stage.signedIn(adas);
  if (ada.createCode(adas.phoneNumber).outcome() != "OK") return false;
  if (mallory.createCode(mallorys.phoneNumber).outcome() != "OK") return false;
  (void)ada.consumeCode(ada.device(), stage.lastCode(adas.phoneNumber));
  const auto code = stage.lastCode(mallorys.phoneNumber);
  return mallory.consumeCode(mallory.device(), code).outcome() == "OK" && mallory.hasSecondFactor();
}

/// An administrator has spoken with those who may enrol a phone.
GuideChanges hostThatAsksBeforeEnrolment() {
  return {.passwordless = [](Passwordless::Config& config) {
    config.validateFirstEnrolment =
        [](const passwordless::FirstEnrolmentInput& input) -> std::optional<std::string> {
      const auto metadata = input.userContext.auth().userMetadata().getUserMetadata(
          input.session->getUserId(), input.userContext);
      if (metadata.contains("mayEnrol")) return std::nullopt;
      return "Please call us before you add a phone.";
    };
  }};
}

bool thiefEnrolsFirst(Stage& stage) {
  auto thief = stage.signedIn(stage.person("ada"));
  return completeWith(stage, thief, stage.person("mallory").phoneNumber);
}

bool enrolsWithLeave(Stage& stage) {
  const auto ada = stage.person("ada");
  auto page = stage.signedIn(ada);
  (void)stage.inside().auth().userMetadata().updateUserMetadata(stage.whoIs(page).userId,
                                                                {{"mayEnrol", true}});
  return completeWith(stage, page, ada.phoneNumber);
}

/// The guide's claim is set, and then its metadata cannot be written: once.
GuideChanges hostThatDiesAfterTheClaim() {
  return {.config = [](Config& config) {
    config.recipeList.front() = UserMetadata::init(
        {.override = {.functions = [](UserMetadata::Functions original) {
           auto functions = original;
           functions.updateUserMetadata = [original, died = std::make_shared<bool>(false)](
                                              UserMetadata::UpdateUserMetadata::Input input) {
             if (!std::exchange(*died, true))
               throw StorageError{StorageError::Retry::No, "DOWN", "the database went away"};
             return original.updateUserMetadata(std::move(input));
           };
           return functions;
         }}});
  }};
}

bool enrolmentIsLostWithMetadata(Stage& stage) {
  const auto adas = stage.person("ada");
  auto ada = stage.signedIn(adas);
  (void)completeWith(stage, ada, adas.phoneNumber);
  auto thief = stage.signedIn(adas);  // its token names no phone: no metadata was written
  return completeWith(stage, thief, stage.person("mallory").phoneNumber);
}

bool ownerIsEnrolledWithoutMetadata(Stage& stage) {
  const auto adas = stage.person("ada");
  auto ada = stage.signedIn(adas);
  if (completeWith(stage, ada, adas.phoneNumber)) return false;  // the database went away
  stage.pass(30min);
  auto again = stage.signedIn(adas);
  return completeWith(stage, again, adas.phoneNumber);
}

bool emailCompletes(Stage& stage) {
  auto thief = stage.signedIn(stage.person("ada"));
  const auto address = stage.person("mallory").email;
  const auto asked = thief.post("/signinup/code", {{"email", address}});
  if (asked.outcome() != "OK") return false;
  const Device device{.deviceId = std::string{asked.body.at("deviceId").as_string()},
                      .preAuthSessionId = std::string{asked.body.at("preAuthSessionId").as_string()}};
  return thief.consumeCode(device, stage.lastCode(address)).outcome() == "OK" && thief.hasSecondFactor();
}

/// Between the code and its return, the enrolled number becomes another one.
bool codeToFormerNumberCompletes(Stage& stage) {
  const auto adas = stage.person("ada");
  auto ada = stage.completed(adas);
  stage.pass(30min);
  auto holderOfFormer = stage.signedIn(adas);
  if (holderOfFormer.createCode(adas.phoneNumber).outcome() != "OK") return false;
  const auto userId = stage.whoIs(ada).userId;
  const auto newNumber = stage.person("ada").phoneNumber;
  const auto replaced = stage.inside().storage().transact([&](Transaction& tx) {
    auto factor = tx.factors().list(userId).at(0);
    const auto former = factor.contact;
    factor.contact.value = newNumber;
    return tx.factors().replace(factor, former);
  });
  if (replaced != Update::Done) throw std::runtime_error{"the number was not replaced"};
  const auto code = stage.lastCode(adas.phoneNumber);
  return holderOfFormer.consumeCode(holderOfFormer.device(), code).outcome() == "OK" &&
         holderOfFormer.hasSecondFactor();
}

bool phoneAloneCompletes(Stage& stage, const std::string& phoneNumber) {
  auto thief = stage.browser();
  if (thief.createCode(phoneNumber).outcome() != "OK") return false;
  if (thief.consumeCode(thief.device(), stage.lastCode(phoneNumber)).outcome() != "OK") return false;
  return completeWith(stage, thief, phoneNumber);
}

bool phoneAloneIsTwoFactors(Stage& stage) {
  return phoneAloneCompletes(stage, stage.person("ada").phoneNumber);
}

/// The user that an enrolment made for the phone signs in with the phone alone.
bool phoneUserIsTwoFactors(Stage& stage) {
  const auto ada = stage.person("ada");
  (void)stage.completed(ada);
  stage.pass(30min);
  return phoneAloneCompletes(stage, ada.phoneNumber);
}

bool thiefFindsNumberInToken(Stage& stage) {
  const auto ada = stage.person("ada");
  (void)stage.completed(ada);
  stage.pass(30min);
  const auto thief = stage.signedIn(ada);
  return json::serialize(thief.frontToken().value()).find(ada.phoneNumber) != std::string::npos;
}

bool thiefNamesOwnPhone(Stage& stage) {
  const auto ada = stage.person("ada");
  (void)stage.completed(ada);
  stage.pass(30min);
  auto thief = stage.signedIn(ada);
  return completeWith(stage, thief, stage.person("mallory").phoneNumber);
}

/// Two accounts share a phone, and its user is deleted.
bool sharedPhoneIsDeleted(Stage& stage) {
  const auto adas = stage.person("ada");
  const Person husband{.email = stage.person("bob").email, .phoneNumber = adas.phoneNumber};
  (void)stage.completed(adas);
  stage.pass(30min);
  auto bob = stage.completed(husband);
  stage.inside().auth().deleteUser(passwordlessUserOf(stage, bob));
  auto thief = stage.signedIn(adas);
  return completeWith(stage, thief, stage.person("mallory").phoneNumber);
}

bool sharedPhoneServesBoth(Stage& stage) {
  const auto adas = stage.person("ada");
  const Person husband{.email = stage.person("bob").email, .phoneNumber = adas.phoneNumber};
  (void)stage.completed(adas);
  stage.pass(30min);
  auto bob = stage.signedIn(husband);
  return completeWith(stage, bob, adas.phoneNumber);
}

void refreshForTwoMonths(Stage& stage, Browser& browser) {
  for (int week = 0; week < 10; ++week) {
    stage.pass(6 * 24h);
    if (browser.refresh().status != 200) throw std::runtime_error{"the session was not refreshed"};
  }
}

bool halfSessionWaitsAndEnrols(Stage& stage) {
  const auto ada = stage.person("ada");
  auto old = stage.signedIn(ada);
  (void)stage.completed(ada);
  refreshForTwoMonths(stage, old);
  return old.hasSecondFactor() || completeWith(stage, old, stage.person("mallory").phoneNumber);
}

bool halfSessionIsCompletedLater(Stage& stage) {
  const auto ada = stage.person("ada");
  auto old = stage.signedIn(ada);
  (void)stage.completed(ada);
  refreshForTwoMonths(stage, old);
  return completeWith(stage, old, ada.phoneNumber);
}

}  // namespace

std::vector<Attack> attacksOnEnrolment() {
  const std::vector<Defence> contact{Defence::EnrolledContactDecides};
  return {
      {.id = "A3",
       .name = "a session from before the enrolment enrols no other phone",
       .rule = "rule 2",
       .mutant = contact,
       .succeeds = oldSessionEnrolsOtherPhone,
       .honest = completesLaterSession},
      {.id = "A4",
       .name = "a device kept alive from before the enrolment completes nothing after it",
       .rule = "rule 2",
       .mutant = contact,
       .succeeds = oldDeviceIsKeptAlive,
       .honest = enrolsFirst},
      {.id = "A6",
       .name = "metadata that names another phone changes nothing about the enrolment",
       .rule = "rule 2",
       .mutant = contact,
       .succeeds = metadataNamesOtherPhone,
       .honest = completesLaterSession,
       .needs = Needs::Inside},
      {.id = "A7",
       .name = "an enrolment outlives the user of its phone",
       .rule = "rule 2",
       .mutant = contact,
       .succeeds = phoneUserIsDeleted,
       .honest = ownerOutlivesPhoneUser,
       .needs = Needs::Inside},
      {.id = "A8",
       .name = "of two sessions that enrol at once the later one restarts",
       .rule = "rule 2",
       .mutant = contact,
       .succeeds = laterOfTwoEnrols,
       .honest = enrolsFirst},
      {.id = "A9",
       .name = "a host can ask for more than a password before a first enrolment",
       .rule = "rule 2, `validateFirstEnrolment`",
       .mutant = {Defence::FirstEnrolmentIsAsked},
       .host = hostThatAsksBeforeEnrolment,
       .succeeds = thiefEnrolsFirst,
       .honest = enrolsWithLeave,
       .needs = Needs::Inside},
      {.id = "A10",
       .name = "an enrolment is there although what the host writes after it was lost",
       .rule = "rule 2",
       .mutant = {Defence::EnrolmentIsCommitted},
       .host = hostThatDiesAfterTheClaim,
       .succeeds = enrolmentIsLostWithMetadata,
       .honest = ownerIsEnrolledWithoutMetadata,
       .needs = Needs::Inside},
      {.id = "A11",
       .name = "an e-mail address is no phone",
       .rule = "rule 2",
       .mutant = {Defence::ContactMethodIsKept},
       .succeeds = emailCompletes,
       .honest = enrolsFirst},
      {.id = "A15",
       .name = "a code to the number that was enrolled before completes nothing",
       .rule = "rule 2",
       .mutant = contact,
       .succeeds = codeToFormerNumberCompletes,
       .honest = completesLaterSession,
       .needs = Needs::Inside},
      {.id = "A22",
       .name = "a session that a code opened is not completed by a code to the same phone",
       .rule = "rule 2",
       .mutant = {Defence::OneFactorIsNotTwo},
       .host = relaxedGuide,
       .succeeds = phoneAloneIsTwoFactors,
       .honest = enrolsFirst},
      {.id = "A25",
       .name = "a host that leaves the number out of the token shows it to no password thief",
       .rule = "open: the guide's fourth step shows it",
       .host = guideWithoutNumberInToken,
       .succeeds = thiefFindsNumberInToken,
       .honest = completesLaterSession,
       .needs = Needs::Inside,
       .isOpenInGuide = true},
      {.id = "A25",
       .name = "without the number in the token the enrolled phone is still the only one",
       .rule = "rule 2",
       .mutant = contact,
       .host = guideWithoutNumberInToken,
       .succeeds = thiefNamesOwnPhone,
       .honest = completesLaterSession},
      {.id = "A28",
       .name = "accounts that share a phone do not lose it to each other",
       .rule = "rule 2",
       .mutant = contact,
       .succeeds = sharedPhoneIsDeleted,
       .honest = sharedPhoneServesBoth,
       .needs = Needs::Inside},
      {.id = "A29",
       .name = "the user that an enrolment makes is no second factor of itself",
       .rule = "rule 2",
       .mutant = {Defence::OneFactorIsNotTwo},
       .host = relaxedGuide,
       .succeeds = phoneUserIsTwoFactors,
       .honest = enrolsFirst},
      {.id = "A32",
       .name = "a half session that is refreshed for months enrols nothing after all",
       .rule = "rule 2",
       .mutant = contact,
       .succeeds = halfSessionWaitsAndEnrols,
       .honest = halfSessionIsCompletedLater,
       .needs = Needs::Inside},
  };
}

}  // namespace mfa::test
