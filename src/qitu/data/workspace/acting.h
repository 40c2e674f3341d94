// In whose name a workspace is written.
#pragma once

#include <qitu/data/workspace/workspace.h>

#include <string>

namespace qitu::workspace {

/// From now on, where a program writes for somebody who is logged in there: the history then has "王芳 (qitu)", the
/// account and the login under which the program runs, as with QITU_ACCOUNT. In a database the history names its user, and the
/// note begins with the account.
void act_for(const Workspace &workspace, const std::string &account);

} // namespace qitu::workspace
