#include <openssl/evp.h>
#include <openssl/rsa.h>

#include <memory>
#include <stdexcept>

#include "benchmarks.hpp"
#include "support/guide_server.hpp"

namespace bench {
namespace {

using mfa::test::Browser;
using mfa::test::FakeRequest;
using mfa::test::FakeResponse;
using mfa::test::GuideServer;

constexpr std::size_t kTokens = 1'500;
constexpr std::size_t kSmallCache = 64;
constexpr auto kAlgorithm = mfa::Session::SigningAlgorithm::RS256;  // what the baseline does

// As a browser sends it; the cookie last, as the worst case for a linear search.
FakeRequest requestWith(const std::string& accessToken) {
  return {"GET",
          "/api/secret",
          {{"Host", "api.acme.example"},
           {"User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"},
           {"Accept", "*/*"},
           {"Accept-Language", "en-GB,en;q=0.5"},
           {"Accept-Encoding", "gzip, deflate, br, zstd"},
           {"rid", "anti-csrf"},
           {"fdi-version", "3.1,4.0,4.1"},
           {"st-auth-mode", "cookie"},
           {"Cookie", "theme=dark; sAccessToken=" + accessToken}}};
}

/// OpenSSL alone: the hash of a token's signing input and its signature, with a prepared key.
class RawVerification {
 public:
  RawVerification() : key_{EVP_RSA_gen(2048), EVP_PKEY_free} {
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context{EVP_MD_CTX_new(), EVP_MD_CTX_free};
    std::size_t size = 0;
    EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key_.get());
    EVP_DigestSign(context.get(), nullptr, &size, input(), input_.size());
    signature_.resize(size);
    EVP_DigestSign(context.get(), signature_.data(), &size, input(), input_.size());
    signature_.resize(size);
  }

  void operator()() const {
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context{EVP_MD_CTX_new(), EVP_MD_CTX_free};
    EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, key_.get());
    if (EVP_DigestVerify(context.get(), signature_.data(), signature_.size(), input(), input_.size()) != 1)
      throw std::runtime_error{"the baseline does not verify"};
  }

 private:
  [[nodiscard]] const unsigned char* input() const {
    return reinterpret_cast<const unsigned char*>(input_.data());
  }

  std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key_;
  std::string input_ = std::string(760, 'x');
  std::vector<unsigned char> signature_{};
};

// Requests of one completed session, each with a token of its own.
std::vector<FakeRequest> requestsOf(GuideServer& server, Browser& browser) {
  std::vector<FakeRequest> requests;
  const auto session = browser.session();
  for (std::size_t i = 0; i < kTokens; ++i) {
    session->mergeIntoAccessTokenPayload({{"n", i}});
    requests.push_back(requestWith(session->getAccessToken()));
  }
  (void)server;
  return requests;
}

void check(const GuideServer& server, const FakeRequest& request) {
  FakeResponse response;
  if (server.auth().session().getSession(request, response)->getUserId().empty())
    throw std::runtime_error{"no session"};
}

}  // namespace

void getSession(Report& report) {
  const RawVerification raw;

  mfa::test::GuideChanges changes;
  changes.session = [](mfa::Session::Config& config) { config.signingAlgorithm = kAlgorithm; };
  GuideServer server{changes};
  auto browser = server.completed("seen@example.com");
  const auto seen = requestWith(browser.session()->getAccessToken());
  report.compare("getSession with a token seen before, against raw RS256 verification", 20,
                 [&] { return Rates{.ours = rate([&] { check(server, seen); }), .baseline = rate(raw)}; });

  // A cache that has forgotten each token by the time it comes again.
  changes.session = [](mfa::Session::Config& config) {
    config.signingAlgorithm = kAlgorithm;
    config.verifiedTokenCacheSize = kSmallCache;
  };
  GuideServer forgetful{changes};
  auto other = forgetful.completed("unseen@example.com");
  const auto requests = requestsOf(forgetful, other);
  std::size_t next = 0;
  report.compare("getSession with a token not seen before, against raw RS256 verification", 0.85, [&] {
    return Rates{.ours = rate([&] { check(forgetful, requests[next++ % requests.size()]); }),
                 .baseline = rate(raw)};
  });
}

}  // namespace bench
