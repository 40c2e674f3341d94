// What SQLite says, in the user's language.
#pragma once

#include <string>

namespace qitu::sqlite {

/// A message of sqlite3_errmsg or sqlite3_errstr. One that is not known is given as it is.
std::string words_of(const std::string &message);

} // namespace qitu::sqlite
