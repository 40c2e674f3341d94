// qitu user add, list, remove, token
#pragma once

#include <qitu/app/commands/context.h>
#include <qitu/app/commands/outcome.h>
#include <qitu/app/users/users.h>

namespace qitu::commands {

/// Adds a user to a file of users, which is made where there is none, or gives one that is there another password.
struct AddUserCommand {
    std::string file, name;
    std::string role;     // region, league, banner or reviewer
    std::string admin;    // code or name of the unit
    std::string password; // never shown or stored
    bool replace = false; // the user's password, role and unit

    Outcome run(Context &context) const;
};

struct ListUsersCommand {
    std::string file;

    Result<std::vector<users::User>> run(Context &context) const;
};

struct RemoveUserCommand {
    std::string file, name;

    Outcome run(Context &context) const;
};

/// Gives the user a new token for programs, in place of the one before.
struct TokenCommand {
    std::string file, name;

    /// The token, which is shown once and stored nowhere.
    Result<std::string> run(Context &context) const;
};

} // namespace qitu::commands
