#include "connection.hpp"

#include <algorithm>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/post.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/write.hpp>
#include <utility>

namespace server {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;

namespace {

constexpr std::size_t kReadBytes = 8 * 1024;
constexpr std::string_view kHeaderEnd = "\r\n\r\n";

std::string addressOf(const asio::ip::tcp::socket& socket) {
  boost::system::error_code error;
  const auto endpoint = socket.remote_endpoint(error);
  return error ? std::string{} : endpoint.address().to_string();
}

}  // namespace

Connection::Connection(asio::ip::tcp::socket socket, std::shared_ptr<ConnectionSetup> setup,
                       ConnectionCount::Place place)
    : stream_{std::move(socket)}, setup_{std::move(setup)}, place_{std::move(place)} {
  peerAddress_ = addressOf(stream_.socket());
}

void Connection::start() {
  boost::system::error_code ignored;
  stream_.socket().set_option(asio::ip::tcp::no_delay{true}, ignored);
  asio::dispatch(stream_.get_executor(), [self = shared_from_this()] {
    self->deadline_ = {};
    self->readHeader();
  });
}

// The header has one deadline from its first octet on, however slowly the others drip in.
void Connection::readHeader() {
  const auto end = buffer_.find(kHeaderEnd, scanned_);
  if (end != std::string::npos) return onHeader(end + kHeaderEnd.size());
  if (buffer_.size() > kMaxHeaderBytes) return refuse({431, "the header is too large"});
  scanned_ = buffer_.size() < kHeaderEnd.size() ? 0 : buffer_.size() - kHeaderEnd.size() + 1;
  if (buffer_.empty()) {
    if (setup_->draining) return close();
    return read(Clock::now() + setup_->limits.idle, &Connection::readHeader);
  }
  if (deadline_ == Clock::time_point{}) deadline_ = Clock::now() + setup_->limits.header;
  read(deadline_, &Connection::readHeader);
}

void Connection::read(Clock::time_point deadline, void (Connection::*then)()) {
  const auto used = buffer_.size();
  buffer_.resize(used + kReadBytes);
  stream_.expires_at(deadline);
  pipelined_ = 0;
  stream_.async_read_some(
      asio::buffer(buffer_.data() + used, kReadBytes),
      [self = shared_from_this(), used, then](boost::system::error_code error, std::size_t bytes) {
        self->buffer_.resize(used + bytes);
        if (error) return self->close();
        (self.get()->*then)();
      });
}

void Connection::onHeader(std::size_t headerBytes) {
  const auto framing = checkFraming(std::string_view{buffer_}.substr(0, headerBytes));
  if (const auto* refused = std::get_if<Refused>(&framing)) return refuse(*refused);
  headerBytes_ = headerBytes;
  bodyBytes_ = std::get<Framed>(framing).bodyBytes;
  deadline_ = Clock::now() + setup_->limits.body;
  readBody();
}

void Connection::readBody() {
  if (buffer_.size() < headerBytes_ + bodyBytes_) return read(deadline_, &Connection::readBody);
  dispatch();
}

void Connection::dispatch() {
  http::request_parser<http::string_body> parser;
  parser.eager(true);
  parser.header_limit(kMaxHeaderBytes);
  parser.body_limit(kMaxBodyBytes);
  boost::system::error_code error;
  const auto request = asio::buffer(buffer_.data(), headerBytes_ + bodyBytes_);
  const auto parsed = parser.put(request, error);
  // The gate has read the framing already; a parser that now reads it otherwise is not to be trusted with the
  // rest.
  if (error || !parser.is_done() || parsed != headerBytes_ + bodyBytes_)
    return refuse({400, "malformed request"});
  message_ = parser.release();
  buffer_.erase(0, headerBytes_ + bodyBytes_);
  scanned_ = 0;
  deadline_ = {};
  ++requests_;
  ++setup_->underWay;
  isUnderWay_ = true;
  answer_ = mfa::BeastAnswer{http::status::ok, 11};
  stream_.expires_never();
  if (setup_->handler.mayBlock(message_)) return answerOnWorker();
  answer();
}

void Connection::answerOnWorker() {
  if (setup_->waiting.fetch_add(1) >= setup_->limits.waitingRequests) {
    --setup_->waiting;
    return overloaded();
  }
  asio::post(setup_->workers, [self = shared_from_this(), since = Clock::now()] {
    --self->setup_->waiting;
    // Whoever waited that long has gone or asked again: his request would only keep the next ones waiting.
    if (Clock::now() - since > self->setup_->limits.waiting)
      return asio::dispatch(self->stream_.get_executor(), [self] { self->overloaded(); });
    self->setup_->handler.answer(self->message_, self->answer_, self->peerAddress_);
    asio::dispatch(self->stream_.get_executor(), [self] { self->write(); });
  });
}

void Connection::answer() {
  setup_->handler.answer(message_, answer_, peerAddress_);
  write();
}

void Connection::overloaded() {
  answer_.result(http::status::service_unavailable);
  answer_.set(http::field::retry_after, "1");
  answer_.set(http::field::content_type, "application/json; charset=utf-8");
  answer_.body() = R"({"message":"the server is busy; try again"})";
  write();
}

void Connection::refuse(const Refused& refused) {
  answer_ = mfa::BeastAnswer{static_cast<http::status>(refused.status), 11};
  answer_.set(http::field::content_type, "application/json; charset=utf-8");
  answer_.set(http::field::cache_control, "no-store");
  answer_.body() = R"({"message":")" + refused.message + R"("})";
  message_ = {};
  message_.keep_alive(false);
  buffer_.clear();
  write();
}

void Connection::write() {
  const auto& limits = setup_->limits;
  const bool isLast = requests_ >= limits.requestsPerConnection || ++pipelined_ > limits.pipelinedRequests;
  answer_.keep_alive(message_.keep_alive() && !isLast && !setup_->draining);
  answer_.prepare_payload();
  if (message_.method() == http::verb::head) answer_.body().clear();
  stream_.expires_after(limits.write);
  http::async_write(stream_, answer_,
                    [self = shared_from_this()](boost::system::error_code error, std::size_t) {
                      if (error) return self->close();
                      self->onWritten();
                    });
}

void Connection::onWritten() {
  done();
  if (!answer_.keep_alive()) return close();
  readHeader();
}

void Connection::done() {
  if (std::exchange(isUnderWay_, false)) --setup_->underWay;
}

void Connection::close() {
  done();
  boost::system::error_code ignored;
  stream_.socket().shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
  stream_.close();
}

}  // namespace server
