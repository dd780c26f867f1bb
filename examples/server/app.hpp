// What mfa-server answers: the library's routes, a small API of its own that shows how a host uses sessions,
// and the page.
#pragma once

#include <memory>
#include <mfa/mfa.hpp>
#include <string>
#include <utility>
#include <vector>

#include "http_server.hpp"
#include "static_files.hpp"

namespace server {

class App final : public Handler {
 public:
  /// @param outbox what the page "Outbox" shows, at this machine only; null where messages are really sent,
  /// or where a proxy makes everybody a client from this machine: then there is no such page
  App(const mfa::Auth& auth, StaticFiles files, std::shared_ptr<const mfa::MemoryOutbox> outbox);

  /// Method and path of every route of the API, for whoever looks whether one was forgotten.
  [[nodiscard]] static std::vector<std::pair<std::string, std::string>> apiPaths();

  /// Verifying a session does not block, nor do files: only what stores, signs or hashes goes to a worker.
  [[nodiscard]] bool mayBlock(const mfa::BeastMessage& message) const override;

  void answer(const mfa::BeastMessage& message, mfa::BeastAnswer& answer,
              const std::string& peerAddress) const override;

 private:
  void route(const mfa::BeastRequest& req, mfa::BeastResponse& res) const;
  void routeApi(std::string_view path, const mfa::BeastRequest& req, mfa::BeastResponse& res) const;
  void sendConfig(mfa::BeastResponse& res) const;
  void sendOutbox(const mfa::BeastRequest& req, mfa::BeastResponse& res) const;
  void sendPage(std::string_view path, mfa::BeastResponse& res) const;
  void allowOrigin(const mfa::BeastRequest& req, mfa::BeastResponse& res) const;
  void answerPreflight(mfa::BeastResponse& res) const;

  const mfa::Auth& auth_;
  StaticFiles files_;
  std::shared_ptr<const mfa::MemoryOutbox> outbox_;
};

}  // namespace server
