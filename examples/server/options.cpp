#include "options.hpp"

#include <algorithm>
#include <charconv>
#include <functional>
#include <map>
#include <string_view>
#include <thread>

namespace server {
namespace {

template <class Number>
Number toNumber(std::string_view option, std::string_view text, Number least, Number most) {
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool isWhole = error == std::errc{} && end == text.data() + text.size();
  if (!isWhole || number < least || number > most)
    throw UsageError{std::string{option} + " takes a whole number from " + std::to_string(least) + " to " +
                     std::to_string(most)};
  return number;
}

void setListen(Options& options, const std::string& value) {
  const auto colon = value.rfind(':');
  if (colon == std::string::npos || colon == 0)
    throw UsageError{"--listen takes ADDRESS:PORT, such as 127.0.0.1:3567"};
  auto host = value.substr(0, colon);
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  options.host = host;
  options.port = toNumber<unsigned short>("--listen", value.substr(colon + 1), 0, 65'535);
}

using Setter = std::function<void(Options&, const std::string&)>;

const std::map<std::string, Setter>& setters() {
  static const std::map<std::string, Setter> all{
      {"--listen", setListen},
      {"--storage", [](Options& o, const std::string& v) { o.storage = v; }},
      {"--outbox", [](Options& o, const std::string& v) { o.outbox = v; }},
      {"--website-domain", [](Options& o, const std::string& v) { o.websiteDomain = v; }},
      {"--api-domain", [](Options& o, const std::string& v) { o.apiDomain = v; }},
      {"--web", [](Options& o, const std::string& v) { o.webFolder = v; }},
      {"--master-key-file", [](Options& o, const std::string& v) { o.masterKeyFile = v; }},
      {"--trusted-proxy", [](Options& o, const std::string& v) { o.trustedProxies.push_back(v); }},
      {"--access-token-validity",
       [](Options& o, const std::string& v) {
         o.accessTokenValidity = std::chrono::seconds{toNumber("--access-token-validity", v, 1, 86'400)};
       }},
      {"--io-threads",
       [](Options& o, const std::string& v) { o.ioThreads = toNumber<unsigned>("--io-threads", v, 1, 256); }},
      {"--worker-threads",
       [](Options& o, const std::string& v) {
         o.workerThreads = toNumber<unsigned>("--worker-threads", v, 1, 1'024);
       }},
  };
  return all;
}

/// Options that take no value.
const std::map<std::string, void (*)(Options&)>& flags() {
  static const std::map<std::string, void (*)(Options&)> all{
      {"--help", [](Options& o) { o.help = true; }},
      {"-h", [](Options& o) { o.help = true; }},
      {"--phone-hint", [](Options& o) { o.phoneHint = true; }},
  };
  return all;
}

}  // namespace

unsigned workerThreadsOf(const Options& options) {
  const unsigned cores = std::max(1U, std::thread::hardware_concurrency());
  return options.workerThreads != 0 ? options.workerThreads : std::max(8U, 4 * cores);
}

Options parseOptions(int argc, const char* const* argv) {
  Options options;
  for (int i = 1; i < argc; ++i) {
    std::string name = argv[i];
    if (const auto flag = flags().find(name); flag != flags().end()) {
      flag->second(options);
      continue;
    }
    std::optional<std::string> value;
    if (const auto equals = name.find('='); equals != std::string::npos) {
      value = name.substr(equals + 1);
      name.resize(equals);
    }
    const auto setter = setters().find(name);
    if (setter == setters().end()) throw UsageError{"unknown option " + name + "; --help lists them all"};
    if (!value && i + 1 < argc) value = argv[++i];
    if (!value) throw UsageError{name + " takes a value"};
    setter->second(options, *value);
  }
  return options;
}

std::string usage() {
  return R"(mfa-server: password and SMS code, ready to try

  mfa-server [OPTION VALUE]...

  --listen ADDRESS:PORT          where to listen (127.0.0.1:3567; port 0 takes a free one)
  --storage sqlite:PATH          the database (sqlite:mfa-server.db); sqlite::memory: forgets everything
  --outbox FILE                  also write each message as a JSON line to FILE
  --website-domain URL           where browsers find the page (http://localhost:PORT)
  --api-domain URL               where browsers find this server (http://localhost:PORT)
  --web FOLDER                   the built web page (where the build put it)
  --master-key-file FILE         keys that protect the database's secrets: 64 hex digits a line, the current one first
  --trusted-proxy NETWORK        a proxy whose X-Forwarded-For is believed, such as 10.0.0.0/8; may be repeated
  --access-token-validity SEC    how long an access token lives (3600)
  --phone-hint                   put a hint of the enrolled number into the access token, not the number
  --io-threads N                 threads that read and write (one per core)
  --worker-threads N             threads that hash, sign and store (four times the cores, at least 8)
  --help                         this text

It sends no message: codes appear on its console and on its page "Outbox". SIGTERM and SIGINT end it once the requests under way
are answered.
)";
}

}  // namespace server
