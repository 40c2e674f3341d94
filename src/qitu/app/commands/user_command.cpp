#include <qitu/app/commands/user_command.h>
#include <qitu/app/users/secrets.h>
#include <qitu/core/base/message.h>

namespace qitu::commands {

Outcome AddUserCommand::run(Context &context) const {
    const catalogue::Catalogue &catalogue = context.catalogue();
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
    result.value = users::Users::load(file, context.catalogue()).all();
    return result;
}

Outcome RemoveUserCommand::run(Context &context) const {
    users::Users users = users::Users::load(file, context.catalogue());
    users.remove(name);
    users.save(file);
    Outcome outcome;
    outcome.tell(say("{}: user {} was removed.", file, name));
    return outcome;
}

Result<std::string> TokenCommand::run(Context &context) const {
    users::Users users = users::Users::load(file, context.catalogue());
    Result<std::string> result;
    result.value = users::random_secret();
    users.user(name).token_digest = users::digest_of(result.value);
    users.save(file);
    result.tell(say("{}: this token of {} is shown once.", file, name));
    return result;
}

} // namespace qitu::commands
