// users: who may use `qitu serve`, and what each may see and do. A TOML file that `qitu user` edits:
//
//     [[user]]
//     name = "王芳"
//     role = "banner"              # region, league, banner or reviewer
//     admin = "150802"             # code of the unit whose rows are hers
//     password = "$argon2id$…"     # Argon2id; the password itself is nowhere
//     token = "…"                  # SHA-256 of the token for programs; absent while there is none
#pragma once

#include <qitu/core/catalogue/catalogue.h>

#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace qitu::users {

/// A reviewer reviews at the level of the own unit; the others read.
enum class Role { region, league, banner, reviewer };
Role role_from(std::string_view name); // throws Error (usage)
std::string_view role_name(Role role);

struct User {
    std::string name;
    Role role = Role::banner;
    std::string admin; // code
    std::string password_hash;
    std::string token_digest; // hexadecimal; "" for none
};

/// Whether a unit's rows are the user's: the own unit and what lies in it.
bool sees(const catalogue::Catalogue &catalogue, const User &user, std::string_view admin);
/// The codes of all units whose rows are the user's; nothing where the user sees the whole region, with rows that
/// declare no unit.
std::optional<std::set<std::string>> codes_of(const catalogue::Catalogue &catalogue, const User &user);

/// All users, in the order of the file. Names are unique, as written and folded.
class Users {
  public:
    /// Throws Error: unreadable when the file is missing or others than its owner may read it; refused, with file:line, for
    /// what should not be in it.
    static Users load(const std::filesystem::path &file, const catalogue::Catalogue &catalogue);
    /// As `load`, but a missing file gives no users.
    static Users load_or_new(const std::filesystem::path &file, const catalogue::Catalogue &catalogue);
    /// Whole or not at all; only the owner can read it.
    void save(const std::filesystem::path &file) const;

    [[nodiscard]] const std::vector<User> &all() const { return users_; }
    [[nodiscard]] const User *find(std::string_view name) const;
    /// Whose token this is; null when it is nobody's.
    [[nodiscard]] const User *with_token(std::string_view token) const;

    /// Throws Error (refused) when there is one of this name, or the role does not go with the unit: region with the
    /// region, league with a league, banner with a banner; a reviewer has any. Throws Error (usage) for a name that
    /// cannot be one.
    void add(const catalogue::Catalogue &catalogue, User user);
    /// Throws Error (refused) when there is none.
    void remove(std::string_view name);
    User &user(std::string_view name);

  private:
    std::vector<User> users_;
};

} // namespace qitu::users
