/// @file
/// Auth: the library within a server. One object holds everything; there are no globals, and a process may
/// have several.
///
/// @code
/// mfa::Auth auth{{.appInfo = {…}, .storage = mfa::sqlite::open("auth.db"), .recipeList = {…}}};
/// if (auth.handle(req, res)) return;                     // one of the library's routes: answered
/// try {
///   const auto session = auth.session().getSession(req, res);
///   …                                                    // the host's own route, for this user
/// } catch (...) {
///   auth.handleError(req, res, std::current_exception());  // no session: 401, 403, …
/// }
/// @endcode
///
/// Source: FDI; the names are those of the SuperTokens back-end SDKs.
#pragma once

#include <chrono>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <typeinfo>
#include <vector>

#include "mfa/delivery/outbox.hpp"
#include "mfa/events.hpp"
#include "mfa/export.hpp"
#include "mfa/factors.hpp"
#include "mfa/http.hpp"
#include "mfa/limits.hpp"
#include "mfa/message_governor.hpp"
#include "mfa/random.hpp"
#include "mfa/recipe.hpp"
#include "mfa/storage.hpp"
#include "mfa/time.hpp"
#include "mfa/user.hpp"
#include "mfa/user_context.hpp"

namespace mfa {

class EmailPassword;
class Passwordless;
class Session;
class ThirdPartyEmailPassword;
class UserMetadata;

/// Who the app is and where it lives. Domains keep scheme, host and port ("example.com" means https;
/// localhost and addresses mean http); paths keep their case and lose a trailing slash.
struct AppInfo {
  std::string appName{};        ///< shown to users, in messages
  std::string apiDomain{};      ///< where this server answers: "https://api.acme.example"
  std::string websiteDomain{};  ///< where its front end lives: "https://acme.example"
  /// The front end's origin, when it depends on the request (null outside HTTP). Replaces `websiteDomain`.
  std::function<std::string(const Request* request, const UserContext& userContext)> origin{};
  std::string apiBasePath = "/auth";
  std::string websiteBasePath = "/auth";
  std::string apiGatewayPath{};  ///< what a gateway puts in front of `apiBasePath`
};

/// How strict `Auth` is about its configuration.
enum class Mode {
  Development,
  /// Refuses to start, naming each: with the outbox, with plain-http domains, without a master key or the
  /// explicit word that keys may lie open, with an SMS sender that has no list of countries.
  Production,
};

/// What protects private keys in the database, and keys the hashes of one-time codes.
enum class KeysAtRest {
  Encrypted,  ///< under `Config::masterKeys`
  /// They lie in the database in clear: whoever reads it can sign tokens. Development does so without asking.
  /// With `masterKeys`, what is written is encrypted, and what an earlier start left in clear is still read:
  /// for the first start with a master key, until `housekeep()` has sealed all of it.
  Open,
};

/// The configuration. Every field but `appInfo` and `storage` has a default; `Auth`'s constructor checks them
/// all.
struct Config {
  Mode mode = Mode::Development;
  AppInfo appInfo{};
  std::shared_ptr<Storage> storage{};
  std::vector<Recipe> recipeList{};

  /// Master keys, the current one first, each at least 32 octets of random material. To change it, put the
  /// new one in front and restart; `housekeep()` seals again what the older ones sealed, then those can go.
  std::vector<std::string> masterKeys{};
  KeysAtRest keysAtRest = KeysAtRest::Encrypted;

  /// Tenants that may stand in the path before a route. Others are answered with 400.
  std::vector<std::string> tenantIds{kPublicTenant};
  /// Origins, besides the website's and the API's own, that may call with cookies.
  std::vector<std::string> allowedOrigins{};
  /// Networks ("10.0.0.0/8", "::1/128") of proxies whose `X-Forwarded-For` is believed.
  std::vector<std::string> trustedProxies{};
  Limits limits{};

  /// Where messages go for which no sender is configured. Null: the console. Production refuses it.
  std::shared_ptr<Outbox> outbox{};
  /// Told what happens, for logs and alarms. Runs on the request's thread; must not throw.
  std::function<void(const Event&)> onEvent{};
  /// Nothing: events are not kept. `AuditLog{}` keeps them in the database, for `Auth::events`.
  std::optional<AuditLog> auditLog{};

  std::shared_ptr<Clock> clock{};          ///< null: the system's
  std::shared_ptr<RandomSource> random{};  ///< null: the CSPRNG of OpenSSL
};

/// The library within a server.
///
/// Immutable once built, safe to call from any thread. It must outlive every session, context and adapter
/// made with it.
class MFA_EXPORT Auth {
 public:
  /// Checks the configuration and prepares the storage: keys are made, tables are brought up to date.
  /// @throws ConfigError naming every mistake at once
  /// @throws StorageError if the database fails
  explicit Auth(Config config);

  /// Calls still running must have ended. Keeps the latest time seen; waits for nothing else.
  ~Auth();

  Auth(const Auth&) = delete;
  Auth& operator=(const Auth&) = delete;

  /// Answers the request, if it is for one of the recipes' routes; false: it is not ours, and `res` is
  /// untouched. Every exception of the library on the way is answered too; what else an override throws comes
  /// through. May block.
  bool handle(const Request& req, Response& res) const;

  /// Answers the request, if it is for one of the recipes' routes, with a context of the host's making.
  bool handle(const Request& req, Response& res, const UserContext& userContext) const;

  /// Answers `error` as the FDI asks for, if it is one of the library's (see `mfa/errors.hpp`); false: it is
  /// not, and `res` is untouched.
  bool handleError(const Request& req, Response& res, std::exception_ptr error) const;
  bool handleError(const Request& req, Response& res, std::exception_ptr error,
                   const UserContext& userContext) const;

  /// Request headers that the host's CORS answer must allow, besides `content-type`.
  [[nodiscard]] std::vector<std::string> getAllCORSHeaders() const;

  /// Where the routes begin: gateway path and base path, "/auth".
  [[nodiscard]] const std::string& basePath() const;

  /// Whether a request with this `Origin` header may carry cookies: the website's, the API's, or an allowed
  /// one.
  [[nodiscard]] bool isAllowedOrigin(std::string_view origin, const Request& req) const;

  /// The configuration, normalised.
  [[nodiscard]] const AppInfo& appInfo() const;

  [[nodiscard]] const Session& session() const;
  [[nodiscard]] const Passwordless& passwordless() const;
  [[nodiscard]] const EmailPassword& emailPassword() const;
  [[nodiscard]] const ThirdPartyEmailPassword& thirdPartyEmailPassword() const;
  [[nodiscard]] const UserMetadata& userMetadata() const;

  /// What an operator sees and does about text messages.
  [[nodiscard]] const MessageGovernor& messageGovernor() const;

  /// The users' second factors: listing, changing, removing them.
  [[nodiscard]] const Factors& factors() const;

  /// A recipe of the host's own.
  /// @throws Error if it is not in `recipeList`
  template <class Object>
  [[nodiscard]] const Object& recipe() const {
    return dynamic_cast<const Object&>(find(typeid(Object)));
  }

  /// The user with that id (or recipe user id), if there is one.
  [[nodiscard]] std::optional<User> getUser(const std::string& userId,
                                            const UserContext& userContext = {}) const;

  /// @throws BadInputError for a token or limit that cannot be
  [[nodiscard]] UserPage getUsersOldestFirst(const UserQuery& query = {},
                                             const UserContext& userContext = {}) const;
  [[nodiscard]] UserPage getUsersNewestFirst(const UserQuery& query = {},
                                             const UserContext& userContext = {}) const;

  /// Users with all, or with `doUnionOfAccountInfo` any, of these contacts. An empty `accountInfo` finds
  /// nobody.
  [[nodiscard]] std::vector<User> listUsersByAccountInfo(const std::string& tenantId,
                                                         const AccountInfo& accountInfo,
                                                         bool doUnionOfAccountInfo = false,
                                                         const UserContext& userContext = {}) const;

  /// How many users have a login method of one of these recipes (empty: of any).
  [[nodiscard]] std::int64_t getUserCount(const std::vector<std::string>& includeRecipeIds = {},
                                          const std::optional<std::string>& tenantId = {},
                                          const UserContext& userContext = {}) const;

  /// What happened to an account, newest first, as far as `Config::auditLog` has kept it. Blocks.
  /// @throws BadInputError for a token or limit that cannot be
  [[nodiscard]] EventPage events(const std::string& userId, const EventQuery& query = {},
                                 const UserContext& userContext = {}) const;

  /// Deletes a user and, in the same transaction, all that hangs on it: login methods, sessions, open codes,
  /// enrolled factors, known clients, metadata, kept events but for the one that says so. An unknown id is no
  /// error.
  void deleteUser(const std::string& userId, const UserContext& userContext = {}) const;

  /// Removes what has expired, rotates signing keys that are due, seals again what an older master key
  /// sealed; in small steps, a few milliseconds each. Call it now and then (every minute is plenty), from any
  /// thread. A server that never does is still correct: expired rows are ignored, and ordinary calls remove
  /// some.
  /// @return whether there was so much to do that another call makes sense at once
  bool housekeep() const;

 private:
  friend const struct Services& services(const Auth& auth);
  struct Impl;
  [[nodiscard]] const RecipeObject& find(const std::type_info& type) const;

  std::unique_ptr<Impl> impl_;
};

}  // namespace mfa
