#include "options.h"
#include "password.h"
#include "perform.h"

#include <qitu/app/commands/user_command.h>
#include <qitu/core/base/language.h>

#include <memory>
#include <ostream>

namespace qitu::cli {

namespace {

void print_users(std::ostream &out, const std::vector<users::User> &users, console::Format format) {
    console::Table table{{translated("Name"), translated("Role"), translated("Unit"), translated("Token")},
                         {false, false, false, false},
                         {}};
    for (const users::User &user : users)
        table.cells.push_back({user.name, std::string(users::role_name(user.role)), user.admin,
                               user.token_digest.empty() ? translated("no") : translated("yes")});
    print_listing(out, table, {"name", "role", "admin", "token"}, format);
}

void add_users_file(const Command &command, std::string &file) {
    command.add_option("FILE", file, translated("File of users, or PG:dbname=… for logins of a database"))
        .required();
}

void add_user_name(const Command &command, std::string &name) {
    command.add_option("NAME", name, translated("Name of the user")).required();
}

void add_adding(const Command &user, Session &session) {
    const auto arguments = std::make_shared<commands::AddUserCommand>();
    const Command command = user.add_command(
        "add", translated("Adds a user, with a password from QITU_PASSWORD, standard input or a prompt."));
    add_users_file(command, arguments->file);
    add_user_name(command, arguments->name);
    const std::string group = translated("User");
    command
        .add_option("--role", arguments->role,
                    translated("region, league and banner read their part of the region; a reviewer reviews "
                               "at the level of the unit"))
        .type_name("region|league|banner|reviewer")
        .required()
        .group(group);
    command.add_option("--admin", arguments->admin, translated("Region, league or banner, by code or name"))
        .type_name("ADMIN")
        .required()
        .group(group);
    command
        .add_flag("--replace", arguments->replace,
                  translated("Another password, role and unit for a user who is there"))
        .group(group);
    command.callback([arguments, &session] {
        arguments->password = asked_password();
        perform(*arguments, session);
    });
}

void add_listing(const Command &user, Session &session) {
    const auto arguments = std::make_shared<Printed<commands::ListUsersCommand>>();
    const Command command = user.add_command("list", translated("Lists the users, without passwords."));
    add_users_file(command, arguments->file);
    add_output_options(command, arguments->output);
    command.callback([arguments, &session] { perform(*arguments, session, print_users); });
}

void add_removing(const Command &user, Session &session) {
    const auto arguments = std::make_shared<commands::RemoveUserCommand>();
    const Command command = user.add_command(
        "remove", translated("Removes a user; a server that runs lets the user in no more."));
    add_users_file(command, arguments->file);
    add_user_name(command, arguments->name);
    command.callback([arguments, &session] { perform(*arguments, session); });
}

void add_token(const Command &user, Session &session) {
    const auto arguments = std::make_shared<commands::TokenCommand>();
    const Command command = user.add_command(
        "token",
        translated(
            "Gives a user a token for programs and QGIS, in place of the one before, and prints it once."));
    add_users_file(command, arguments->file);
    add_user_name(command, arguments->name);
    command.callback([arguments, &session] {
        const auto result = arguments->run(session.context);
        put_out("-", result.value + "\n");
        tell(result, session);
    });
}

} // namespace

void add_user(const Command &app, Session &session) {
    const Command command = app.add_command(
        "user", translated("Who may use \"qitu serve\": a file of users with their roles and units."));
    command.group(translated("Server"));
    command.require_command(1, 1);
    add_adding(command, session);
    add_listing(command, session);
    add_removing(command, session);
    add_token(command, session);
}

} // namespace qitu::cli
