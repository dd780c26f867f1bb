/// @file
/// UserMetadata: one JSON object per user id, for whatever a host wants to remember about a user.
///
/// Updates merge at the root, in one atomic step: two at once that write different members both count. Any
/// text is accepted as user id; an id that nobody wrote to has `{}`. The recipe has no route: only the
/// server reads and writes metadata. It is always present, whether or not it stands in `recipeList`.
///
/// @code
/// auth.userMetadata().updateUserMetadata(userId, {{"theme", "dark"}, {"old", nullptr}}, userContext);
/// @endcode
///
/// Source: FDI back-end functions, user metadata.
#pragma once

#include <concepts>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "mfa/export.hpp"
#include "mfa/json.hpp"
#include "mfa/recipe.hpp"
#include "mfa/user_context.hpp"

namespace mfa {

namespace usermetadata {

/// Reads the object.
struct GetUserMetadata {
  struct Input {
    std::string userId{};
    UserContext userContext{};
  };
  struct Ok {
    json::object metadata{};
  };
  using Result = std::variant<Ok>;
};

/// Merges into the object (see `mfa::merge`: a null at the root removes the member) and gives back what it
/// became.
struct UpdateUserMetadata {
  struct Input {
    std::string userId{};
    json::object metadataUpdate{};
    UserContext userContext{};
  };
  struct Ok {
    json::object metadata{};
  };
  using Result = std::variant<Ok>;
};

/// Forgets the object.
struct ClearUserMetadata {
  struct Input {
    std::string userId{};
    UserContext userContext{};
  };
  struct Ok {};
  using Result = std::variant<Ok>;
};

}  // namespace usermetadata

/// The recipe: its types, its configuration, its object. Safe to call from any thread; every call blocks on
/// the storage.
class MFA_EXPORT UserMetadata final : public RecipeObject {
 public:
  using GetUserMetadata = usermetadata::GetUserMetadata;
  using UpdateUserMetadata = usermetadata::UpdateUserMetadata;
  using ClearUserMetadata = usermetadata::ClearUserMetadata;

  /// What the recipe does. @throws StorageError
  ///
  /// A user id has 1 to 256 bytes. An update, and the object that comes of it, have at most 64 KiB as JSON
  /// text, are nested at most 16 deep, have keys of at most 128 bytes, and numbers that are finite; no text
  /// in them has a NUL or is other than UTF-8. @throws BadInputError for anything else; nothing is written
  /// then
  struct Functions {
    Hook<GetUserMetadata> getUserMetadata{};
    Hook<UpdateUserMetadata> updateUserMetadata{};
    Hook<ClearUserMetadata> clearUserMetadata{};
  };

  /// There is no route.
  struct Apis {};

  struct Config {
    Override<Functions, Apis> override{};
  };

  /// An entry of `Config::recipeList`.
  [[nodiscard]] static Recipe init();
  [[nodiscard]] static Recipe init(Config config);

  // Each call goes through the final table. An empty context is bound to this recipe's `Auth`.
  [[nodiscard]] GetUserMetadata::Result getUserMetadata(GetUserMetadata::Input input) const;
  UpdateUserMetadata::Result updateUserMetadata(UpdateUserMetadata::Input input) const;
  ClearUserMetadata::Result clearUserMetadata(ClearUserMetadata::Input input) const;

  // The same, with what a caller mostly wants: the object itself. (A template where a braced input would
  // otherwise be taken for a text.)
  template <std::convertible_to<std::string> Text>
  [[nodiscard]] json::object getUserMetadata(const Text& userId) const {
    return getUserMetadata(userId, UserContext{});
  }
  [[nodiscard]] json::object getUserMetadata(const std::string& userId, const UserContext& userContext) const;
  json::object updateUserMetadata(const std::string& userId, const json::object& metadataUpdate) const;
  json::object updateUserMetadata(const std::string& userId, const json::object& metadataUpdate,
                                  const UserContext& userContext) const;
  template <std::convertible_to<std::string> Text>
  void clearUserMetadata(const Text& userId) const {
    clearUserMetadata(userId, UserContext{});
  }
  void clearUserMetadata(const std::string& userId, const UserContext& userContext) const;

  [[nodiscard]] std::string recipeId() const override;
  [[nodiscard]] std::vector<Route> routes() const override;

  struct Impl;
  explicit UserMetadata(std::unique_ptr<Impl> impl);
  ~UserMetadata() override;

 private:
  std::unique_ptr<Impl> impl_;
};

}  // namespace mfa
