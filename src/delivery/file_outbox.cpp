#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <mutex>
#include <system_error>
#include <utility>

#include "mfa/delivery/outbox.hpp"
#include "mfa/errors.hpp"

namespace mfa {

namespace {

constexpr ::mode_t kOwnerOnly = 0600;

std::string lastError() { return std::generic_category().message(errno); }

class FileDescriptor {
 public:
  explicit FileDescriptor(int number) : number_{number} {}
  ~FileDescriptor() {
    if (number_ >= 0) ::close(number_);
  }
  FileDescriptor(const FileDescriptor&) = delete;
  FileDescriptor& operator=(const FileDescriptor&) = delete;

  [[nodiscard]] int number() const noexcept { return number_; }

 private:
  int number_;
};

class FileOutbox final : public Outbox {
 public:
  explicit FileOutbox(const std::string& path)
      : file_{::open(path.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, kOwnerOnly)} {
    if (file_.number() < 0)
      throw DeliveryError{"the outbox file cannot be opened", path + ": " + lastError()};
    // A file that was there before may be readable by others; the codes in it must not be.
    if (::fchmod(file_.number(), kOwnerOnly) != 0)
      throw DeliveryError{"the outbox file cannot be made private", path + ": " + lastError()};
  }

  void add(const OutboxMessage& message) override {
    const auto line = json::serialize(toJson(message)) + '\n';
    const std::lock_guard lock{mutex_};
    write(line);
  }

 private:
  void write(std::string_view rest) const {
    while (!rest.empty()) {
      const auto written = ::write(file_.number(), rest.data(), rest.size());
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) throw DeliveryError{"the outbox file cannot be written", lastError()};
      rest.remove_prefix(static_cast<std::size_t>(written));
    }
  }

  std::mutex mutex_{};
  FileDescriptor file_;
};

}  // namespace

std::shared_ptr<Outbox> fileOutbox(const std::string& path) { return std::make_shared<FileOutbox>(path); }

}  // namespace mfa
