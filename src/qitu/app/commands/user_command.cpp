#include <qitu/app/commands/user_command.h>
#include <qitu/app/users/secrets.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/data/workspace/server.h>

namespace qitu::commands {

namespace {

// A login of the database in place of a line in a file.
Outcome add_login(const AddUserCommand &command, const catalogue::Catalogue &catalogue) {
    if (users::role_from(command.role) == users::Role::reviewer)
        throw Error(ErrorKind::usage,
                    say("In a database each user reviews at the level of the role. Use region, "
                        "league or banner."));
    const std::string admin = catalogue.admin(command.admin).code;
    users::Users().add(catalogue,
                       {command.name, users::role_from(command.role), admin, {}, {}}); // would refuse it
    workspace::add_member(command.file, {command.name, command.role, admin}, command.password,
                          command.replace);
    Outcome outcome;
    outcome.tell(say("{}: user {} may log in.", command.file, command.name));
    return outcome;
}

} // namespace

Outcome AddUserCommand::run(Context &context) const {
    const catalogue::Catalogue &catalogue = context.catalogue();
    if (workspace::is_server(file))
        return add_login(*this, catalogue);
    users::User user{
        name, users::role_from(role), catalogue.admin(admin).code, users::password_hash(password), {}};
    users::Users users = users::Users::load_or_new(file, catalogue);
    if (replace && users.find(name) != nullptr)
        users.remove(name);
    users.add(catalogue, std::move(user));
    users.save(file);
    Outcome outcome;
    outcome.tell(say("{}: user {} may log in.", file, name));
    return outcome;
}

Result<std::vector<users::User>> ListUsersCommand::run(Context &context) const {
    Result<std::vector<users::User>> result;
    if (workspace::is_server(file)) {
        for (const workspace::Member &member : workspace::members(file))
            result.value.push_back({member.name, users::role_from(member.role), member.admin, {}, {}});
        return result;
    }
    result.value = users::Users::load(file, context.catalogue()).all();
    return result;
}

Outcome RemoveUserCommand::run(Context &context) const {
    if (workspace::is_server(file))
        workspace::remove_member(file, name);
    else {
        users::Users users = users::Users::load(file, context.catalogue());
        users.remove(name);
        users.save(file);
    }
    Outcome outcome;
    outcome.tell(say("{}: user {} was removed.", file, name));
    return outcome;
}

Result<std::string> TokenCommand::run(Context &context) const {
    if (workspace::is_server(file))
        throw Error(ErrorKind::usage, say("Tokens are for users of \"qitu serve\", who are in a file."));
    users::Users users = users::Users::load(file, context.catalogue());
    Result<std::string> result;
    result.value = users::random_secret();
    users.user(name).token_digest = users::digest_of(result.value);
    users.save(file);
    result.tell(say("{}: this token of {} is shown once.", file, name));
    return result;
}

} // namespace qitu::commands
