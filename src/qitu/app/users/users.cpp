#include <qitu/app/users/secrets.h>
#include <qitu/app/users/users.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/staging.h>
#include <qitu/core/base/text.h>
#include <qitu/core/catalogue/toml.h>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <string>
#include <variant>

namespace qitu::users {

namespace fs = std::filesystem;

namespace {

constexpr std::array<std::string_view, 4> role_names{"region", "league", "banner", "reviewer"};
constexpr std::size_t longest_name = 64;

bool is_name(std::string_view name) {
    constexpr std::string_view forbidden = "\"\\:/";
    return is_utf8(name) && !name.empty() && name.size() <= longest_name && trimmed(name) == name &&
           printable(name) == name && name.find_first_of(forbidden) == std::string_view::npos &&
           name.find_first_of("\t\n") == std::string_view::npos;
}

void refuse_other_unit(const catalogue::Catalogue &catalogue, const User &user) {
    const catalogue::AdminUnit *unit = catalogue.find_admin(user.admin);
    if (unit == nullptr)
        throw Error(ErrorKind::refused, say("Unknown unit \"{}\".", user.admin));
    if (user.role != Role::reviewer && unit->level != static_cast<int>(user.role))
        throw Error(ErrorKind::refused,
                    say("{}: the role {} does not go with {} {}.", user.name, role_name(user.role),
                        unit->code, unit->names.in(language_in_use())));
}

[[noreturn]] void refuse_at(const fs::path &file, unsigned line, const std::string &what) {
    throw Error(ErrorKind::refused, fmt::format("{}:{}: {}", file.string(), line, what));
}

const std::string &text_in(const fs::path &file, const catalogue::Member &member) {
    const auto *text = std::get_if<std::string>(&member.node.value);
    if (text == nullptr)
        refuse_at(file, member.line, say("\"{}\" is a text.", member.key));
    if (text->find_first_of("\"\\\n") != std::string::npos)
        refuse_at(file, member.line, say("\"{}\" has characters that it cannot have.", member.key));
    return *text;
}

User user_from(const fs::path &file, const catalogue::Node &node) {
    const auto *table = std::get_if<catalogue::Node::Table>(&node.value);
    if (table == nullptr)
        refuse_at(file, node.line, say("A user is a table."));
    User user;
    std::string role;
    const std::array<std::pair<std::string_view, std::string *>, 5> keys{{{"name", &user.name},
                                                                          {"role", &role},
                                                                          {"admin", &user.admin},
                                                                          {"password", &user.password_hash},
                                                                          {"token", &user.token_digest}}};
    for (const catalogue::Member &member : *table) {
        const auto *key =
            std::find_if(keys.begin(), keys.end(), [&](const auto &of) { return of.first == member.key; });
        if (key == keys.end())
            refuse_at(file, member.line, say("Unknown key \"{}\".", member.key));
        *key->second = text_in(file, member);
    }
    user.role = role_from(role);
    return user;
}

// Its hashes are worth guessing at.
void refuse_readable(const fs::path &file) {
    const fs::perms others = fs::perms::group_all | fs::perms::others_all;
    if ((fs::status(file).permissions() & others & ~(fs::perms::group_exec | fs::perms::others_exec)) !=
        fs::perms::none)
        throw Error(
            ErrorKind::unreadable,
            say("{}: others may read or change this file of passwords. Make it its owner's alone: chmod 600.",
                file.string()));
}

} // namespace

Role role_from(std::string_view name) {
    const auto *found = std::find(role_names.begin(), role_names.end(), name);
    if (found == role_names.end())
        throw Error(ErrorKind::usage,
                    say("\"{}\" is not a role. Expected: region, league, banner or reviewer.", name));
    return static_cast<Role>(found - role_names.begin());
}

std::string_view role_name(Role role) {
    return role_names[static_cast<std::size_t>(role)];
}

bool sees(const catalogue::Catalogue &catalogue, const User &user, std::string_view admin) {
    return user.admin == catalogue.region().code || catalogue.lies_in(admin, {user.admin});
}

std::optional<std::set<std::string>> codes_of(const catalogue::Catalogue &catalogue, const User &user) {
    if (user.admin == catalogue.region().code)
        return std::nullopt;
    std::set<std::string> codes;
    for (const catalogue::AdminUnit &unit : catalogue.admin_units())
        if (sees(catalogue, user, unit.code))
            codes.insert(unit.code);
    return codes;
}

Users Users::load(const fs::path &file, const catalogue::Catalogue &catalogue) {
    const catalogue::Document document = catalogue::read_toml(file);
    refuse_readable(file);
    Users users;
    for (const catalogue::Member &member : std::get<catalogue::Node::Table>(document.root.value)) {
        const auto *list = std::get_if<catalogue::Node::Array>(&member.node.value);
        if (member.key != "user" || list == nullptr)
            refuse_at(file, member.line, say("Unknown key \"{}\".", member.key));
        for (const catalogue::Node &node : *list)
            try {
                users.add(catalogue, user_from(file, node));
            } catch (const Error &error) {
                refuse_at(file, node.line, error.what());
            }
    }
    return users;
}

Users Users::load_or_new(const fs::path &file, const catalogue::Catalogue &catalogue) {
    return fs::exists(file) ? load(file, catalogue) : Users();
}

void Users::save(const fs::path &file) const {
    const StagedFile staged(file);
    std::ofstream(staged.path()).close();
    fs::permissions(staged.path(), fs::perms::owner_read | fs::perms::owner_write);
    std::ofstream out(staged.path());
    out << "# Users of qitu serve. \"qitu user\" edits this file.\n";
    for (const User &user : users_) {
        out << fmt::format("\n[[user]]\nname = \"{}\"\nrole = \"{}\"\nadmin = \"{}\"\npassword = \"{}\"\n",
                           user.name, role_name(user.role), user.admin, user.password_hash);
        if (!user.token_digest.empty())
            out << fmt::format("token = \"{}\"\n", user.token_digest);
    }
    out.close();
    if (!out)
        throw Error(ErrorKind::refused, say("{}: cannot be written.", file.string()));
    staged.commit();
}

const User *Users::find(std::string_view name) const {
    const auto found =
        std::find_if(users_.begin(), users_.end(), [&](const User &user) { return user.name == name; });
    return found == users_.end() ? nullptr : &*found;
}

const User *Users::with_token(std::string_view token) const {
    const std::string digest = digest_of(token);
    const User *found = nullptr;
    for (const User &user : users_)
        if (!user.token_digest.empty() && same_secret(user.token_digest, digest))
            found = &user;
    return found;
}

void Users::add(const catalogue::Catalogue &catalogue, User user) {
    if (!is_name(user.name))
        throw Error(ErrorKind::usage, say("\"{}\" cannot be a user's name.", user.name));
    for (const User &other : users_)
        if (folded(other.name) == folded(user.name))
            throw Error(ErrorKind::refused, say("There is a user {} already.", other.name));
    refuse_other_unit(catalogue, user);
    users_.push_back(std::move(user));
}

void Users::remove(std::string_view name) {
    if (std::erase_if(users_, [&](const User &user) { return user.name == name; }) == 0)
        throw Error(ErrorKind::refused, say("There is no user {}.", name));
}

User &Users::user(std::string_view name) {
    const auto found =
        std::find_if(users_.begin(), users_.end(), [&](const User &user) { return user.name == name; });
    if (found == users_.end())
        throw Error(ErrorKind::refused, say("There is no user {}.", name));
    return *found;
}

} // namespace qitu::users
