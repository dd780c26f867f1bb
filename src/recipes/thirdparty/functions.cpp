#include <algorithm>

#include "crypto/random.hpp"
#include "http/utf8.hpp"
#include "identity/email_address.hpp"
#include "observe/emit.hpp"
#include "observe/report.hpp"
#include "recipes/thirdparty/workings.hpp"

namespace mfa::thirdparty {
namespace {

constexpr const char* kRecipeId = "thirdparty";
constexpr std::size_t kMaxIdBytes = 256;

const ClientConfig* chooseClient(const ProviderConfig& provider, const std::optional<std::string>& type) {
  if (!type) return provider.clients.size() == 1 ? &provider.clients.front() : nullptr;
  const auto found = std::ranges::find(provider.clients, *type, &ClientConfig::clientType);
  return found == provider.clients.end() ? nullptr : &*found;
}

GetProvider::Result getProvider(const Workings& workings, const GetProvider::Input& input) {
  const auto provider =
      std::ranges::find(workings.providers, input.thirdPartyId, &ProviderConfig::thirdPartyId);
  if (provider == workings.providers.end()) return std::nullopt;
  const auto* client = chooseClient(*provider, input.clientType);
  if (client == nullptr) return std::nullopt;
  return Provider{provider->thirdPartyId, *provider, *client};
}

// A bar stands between the two ids in a contact: provider ids have none.
void checkIds(const ManuallyCreateOrUpdateUser::Input& input) {
  const auto isSound = [](const std::string& id) {
    return !id.empty() && id.size() <= kMaxIdBytes && http::isSoundText(id);
  };
  if (!isSound(input.thirdPartyId) || !isSound(input.thirdPartyUserId) ||
      input.thirdPartyId.find('|') != std::string::npos)
    throw BadInputError{"a third-party id must have 1 to 256 bytes of UTF-8 without NUL"};
}

Contact contactOf(const ThirdPartyInfo& info) {
  return {ContactKind::ThirdParty, info.id + '|' + info.userId};
}

LoginMethod methodOf(const Services& services, const ManuallyCreateOrUpdateUser::Input& input,
                     const identity::EmailAddress& email) {
  return {.recipeId = kRecipeId,
          .recipeUserId = crypto::uuid4(*services.random),
          .tenantIds = {input.tenantId},
          .timeJoined = services.clock->now(),
          .verified = input.isVerified,
          .email = email.text(),
          .thirdParty = ThirdPartyInfo{input.thirdPartyId, input.thirdPartyUserId}};
}

// What the provider says today replaces what it said before. The address is data: it finds nobody.
ManuallyCreateOrUpdateUser::Ok bringUpToDate(Transaction& tx, const User& user, const LoginMethod& method) {
  const auto known = std::ranges::find(user.loginMethods, method.thirdParty, &LoginMethod::thirdParty);
  const auto recipeUserId = known->recipeUserId;
  if (known->email != method.email)
    static_cast<void>(tx.users().updateContact(recipeUserId, ContactKind::Email, method.email));
  if (known->email != method.email || known->verified != method.verified)
    static_cast<void>(tx.users().setVerified(recipeUserId, method.verified));
  return {
      .createdNewRecipeUser = false, .user = *tx.users().find(recipeUserId), .recipeUserId = recipeUserId};
}

ManuallyCreateOrUpdateUser::Result manuallyCreateOrUpdateUser(
    const Workings& workings, const ManuallyCreateOrUpdateUser::Input& input) {
  checkIds(input);
  const auto email = identity::EmailAddress::parse(input.email);
  if (!email) throw BadInputError{"the e-mail address has no canonical form"};
  const auto method = methodOf(workings.services, input, *email);
  const auto& services = workings.services;
  return observe::transact(services, input.userContext, [&](Transaction& tx, observe::Report& report) {
    const NewUser user{input.tenantId, method, std::nullopt};
    if (tx.users().insertUnique(user) == Insert::Done) {
      report.add({.type = EventType::SignedUp, .userId = method.recipeUserId}, contactOf(*method.thirdParty));
      return ManuallyCreateOrUpdateUser::Ok{true, userOf(method.recipeUserId, false, {method}),
                                            method.recipeUserId};
    }
    const auto known = tx.users().findByContact(input.tenantId, kRecipeId, contactOf(*method.thirdParty));
    if (!known) throw Error{"a third-party user was neither found nor made"};
    return bringUpToDate(tx, *known, method);
  });
}

SignInUp::Result signInUp(const Workings& workings, SignInUp::Input input) {
  auto result = workings.functions.manuallyCreateOrUpdateUser(
      {.thirdPartyId = input.thirdPartyId,
       .thirdPartyUserId = input.thirdPartyUserId,
       .email = input.email,
       .isVerified = input.isVerified,
       .session = input.session,
       .shouldTryLinkingWithSessionUser = input.shouldTryLinkingWithSessionUser,
       .tenantId = input.tenantId,
       .userContext = input.userContext});
  if (auto* refusal = std::get_if<SignInUpNotAllowed>(&result)) return std::move(*refusal);
  if (auto* failure = std::get_if<LinkingToSessionUserFailed>(&result)) return std::move(*failure);
  if (auto* failure = std::get_if<EmailChangeNotAllowedError>(&result))
    return SignInUpNotAllowed{std::move(failure->reason)};
  auto* done = ok(result);
  if (!done->createdNewRecipeUser)
    observe::emit(input.userContext, {.type = EventType::SignedIn, .userId = done->user.id},
                  contactOf({input.thirdPartyId, input.thirdPartyUserId}));
  return SignInUp::Ok{done->createdNewRecipeUser, std::move(done->recipeUserId), std::move(done->user),
                      std::move(input.oAuthTokens), std::move(input.rawUserInfoFromProvider)};
}

}  // namespace

ThirdParty::Functions defaultFunctions(const Workings& workings) {
  const auto& with = workings;
  return {
      .getProvider = [&with](GetProvider::Input input) { return getProvider(with, input); },
      .signInUp = [&with](SignInUp::Input input) { return signInUp(with, std::move(input)); },
      .manuallyCreateOrUpdateUser =
          [&with](ManuallyCreateOrUpdateUser::Input input) {
            return manuallyCreateOrUpdateUser(with, input);
          },
  };
}

}  // namespace mfa::thirdparty
