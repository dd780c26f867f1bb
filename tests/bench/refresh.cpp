#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <sqlite3.h>

#include <memory>
#include <stdexcept>

#include "benchmarks.hpp"
#include "support/guide_server.hpp"

namespace bench {
namespace {

using mfa::test::GuideServer;

constexpr int kManyClients = 16;
constexpr int kRefreshes = 960;

/// Signatures with OpenSSL alone.
class RawSigning {
 public:
  RawSigning() : key_{EVP_RSA_gen(2048), EVP_PKEY_free} {}

  void operator()() const {
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context{EVP_MD_CTX_new(), EVP_MD_CTX_free};
    std::array<unsigned char, 256> signature{};
    std::size_t size = signature.size();
    EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key_.get());
    if (EVP_DigestSign(context.get(), signature.data(), &size, input(), input_.size()) != 1)
      throw std::runtime_error{"the baseline does not sign"};
  }

 private:
  [[nodiscard]] const unsigned char* input() const {
    return reinterpret_cast<const unsigned char*>(input_.data());
  }

  std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key_;
  std::string input_ = std::string(760, 'x');
};

/// Durable commits of a row like a session's, with SQLite alone: one connection, WAL, synchronous=FULL.
class RawCommits {
 public:
  explicit RawCommits(const std::string& path) {
    if (sqlite3_open(path.c_str(), &database_) != SQLITE_OK) throw std::runtime_error{"cannot open " + path};
    run("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
        "CREATE TABLE sessions (handle TEXT PRIMARY KEY, hash TEXT, sealed BLOB, payload TEXT, expires "
        "INTEGER);");
    for (int i = 0; i < 100; ++i)
      run("INSERT INTO sessions VALUES ('" + std::to_string(i) + "', '', '', '" + std::string(300, 'p') +
          "', 0);");
  }
  ~RawCommits() { sqlite3_close(database_); }
  RawCommits(const RawCommits&) = delete;
  RawCommits& operator=(const RawCommits&) = delete;

  void operator()() {
    const auto number = std::to_string(++next_);
    run("BEGIN IMMEDIATE; UPDATE sessions SET hash = '" + std::string(64, 'h') + number + "', sealed = '" +
        std::string(200, 's') + "', expires = " + number + " WHERE handle = '" + std::to_string(next_ % 100) +
        "'; COMMIT;");
  }

 private:
  void run(const std::string& statements) {
    if (sqlite3_exec(database_, statements.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
      throw std::runtime_error{sqlite3_errmsg(database_)};
  }

  sqlite3* database_ = nullptr;
  long next_ = 0;
};

/// A browser that does nothing but refresh. Those of the tests keep a jar and read every header: that would
/// be counted as the library's.
class Refresher {
 public:
  Refresher(const mfa::Auth& auth, mfa::test::Browser browser)
      : auth_{&auth},
        accessToken_{browser.cookies().find("sAccessToken").value().value},
        refreshToken_{browser.cookies().find("sRefreshToken").value().value} {}

  void operator()() {
    const mfa::test::FakeRequest request{
        "POST",
        "/auth/session/refresh",
        {{"rid", "session"},
         {"fdi-version", "3.1,4.0,4.1"},
         {"st-auth-mode", "cookie"},
         {"origin", "https://acme.example"},
         {"cookie", "sAccessToken=" + accessToken_ + "; sRefreshToken=" + refreshToken_}}};
    mfa::test::FakeResponse response;
    if (!auth_->handle(request, response) || response.status != 200)
      throw std::runtime_error{"refresh: " + response.body};
    for (const auto& cookie : response.cookieList) take(cookie);
  }

 private:
  void take(std::string_view cookie) {
    const auto equals = cookie.find('=');
    const auto value = cookie.substr(equals + 1, cookie.find(';') - equals - 1);
    (cookie.substr(0, equals) == "sAccessToken" ? accessToken_ : refreshToken_) = value;
  }

  const mfa::Auth* auth_;
  std::string accessToken_;
  std::string refreshToken_;
};

double refreshRate(std::vector<Refresher>& clients) {
  const int count = static_cast<int>(clients.size());
  return rateOfMany(count, kRefreshes / count,
                    [&](int client) { clients[static_cast<std::size_t>(client)](); });
}

}  // namespace

void refresh(Report& report, const std::string& folder) {
  // Within the grace period a refresh answers with the token it made before, and costs no commit. A clock
  // that moves past it each time would cost one more: the time itself is kept once a minute.
  mfa::test::GuideChanges changes;
  changes.session = [](mfa::Session::Config& config) {
    config.refreshTokenGracePeriod = std::chrono::seconds{0};
    config.signingAlgorithm = mfa::Session::SigningAlgorithm::RS256;  // what the baseline does
  };
  changes.config = [&folder](mfa::Config& config) {
    config.storage = mfa::sqlite::open(folder + "/refresh.db");
    config.limits.passwordsPerAddress = {};
    config.onEvent = [](const mfa::Event&) {};  // where a test would keep them all
  };
  GuideServer server{changes};
  const RawSigning sign;
  RawCommits commit{folder + "/raw.db"};
  const int cores = static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));

  std::vector<Refresher> one;
  one.emplace_back(server.auth(), server.signedIn("one@example.com"));
  report.compare("refresh with one client, against one signature and one durable commit", 0.9, [&] {
    const auto baseline = rateOfMany(1, kRefreshes, [&](int) {
      sign();
      commit();
    });
    return Rates{.ours = refreshRate(one), .baseline = baseline};
  });

  std::vector<Refresher> many;
  for (int i = 0; i < kManyClients; ++i)
    many.emplace_back(server.auth(), server.signedIn("many" + std::to_string(i) + "@example.com"));
  report.compare("refresh with 16 clients, against the slower of signing on all cores and durable commits",
                 0.7, [&] {
                   const double signing = rateOfMany(cores, kRefreshes, [&](int) { sign(); });
                   const double commits = rate([&] { commit(); });
                   return Rates{.ours = refreshRate(many), .baseline = std::min(signing, commits)};
                 });
}

}  // namespace bench
