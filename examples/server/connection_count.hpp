// How many connections are open, in all and per client address, so that one client cannot take them all.
#pragma once

#include <boost/asio/ip/address.hpp>
#include <cstddef>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

namespace server {

class ConnectionCount {
 public:
  ConnectionCount(std::size_t total, std::size_t perAddress) : total_{total}, perAddress_{perAddress} {}
  ConnectionCount(const ConnectionCount&) = delete;
  ConnectionCount& operator=(const ConnectionCount&) = delete;

  /// A place among the connections; leaving it gives it back.
  class Place {
   public:
    Place(ConnectionCount& count, std::string group) : count_{&count}, group_{std::move(group)} {}
    Place(Place&& other) noexcept
        : count_{std::exchange(other.count_, nullptr)}, group_{std::move(other.group_)} {}
    Place& operator=(Place&&) = delete;
    ~Place() {
      if (count_ != nullptr) count_->leave(group_);
    }

   private:
    ConnectionCount* count_;
    std::string group_;
  };

  /// Nothing if the address has its share already.
  [[nodiscard]] std::optional<Place> enter(const boost::asio::ip::address& address) {
    const auto group = groupOf(address);
    const std::lock_guard lock{mutex_};
    if (open_ >= total_ || byGroup_[group] >= perAddress_) return std::nullopt;
    ++open_;
    ++byGroup_[group];
    return Place{*this, group};
  }

  [[nodiscard]] bool isFull() const {
    const std::lock_guard lock{mutex_};
    return open_ >= total_;
  }

 private:
  // A client with IPv6 has a whole /64 to choose its address from.
  static std::string groupOf(const boost::asio::ip::address& address) {
    if (address.is_v4()) return address.to_string();
    const auto v6 = address.to_v6();
    // On a socket for both, all of IPv4 is one /64 of IPv6.
    if (v6.is_v4_mapped()) return make_address_v4(boost::asio::ip::v4_mapped, v6).to_string();
    auto bytes = v6.to_bytes();
    std::fill(bytes.begin() + 8, bytes.end(), static_cast<unsigned char>(0));
    return boost::asio::ip::address_v6{bytes}.to_string();
  }

  void leave(const std::string& group) {
    const std::lock_guard lock{mutex_};
    --open_;
    const auto found = byGroup_.find(group);
    if (found != byGroup_.end() && --found->second == 0) byGroup_.erase(found);
  }

  mutable std::mutex mutex_{};
  std::size_t total_;
  std::size_t perAddress_;
  std::size_t open_ = 0;
  std::map<std::string, std::size_t> byGroup_{};
};

}  // namespace server
