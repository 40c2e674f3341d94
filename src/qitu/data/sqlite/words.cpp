#include "words.h"

#include <qitu/core/base/message.h>

#include <string>
#include <string_view>

namespace qitu::sqlite {

namespace {

/// How a message begins and ends around the name that it is about.
struct Saying {
    std::string_view before;
    std::string_view behind;
    const char *words; // as say takes them
};

constexpr Saying sayings[] = {
    {"no such table: ", "", "no such table: {}"},
    {"no such column: ", "", "no such column: {}"},
    {"no such function: ", "", "no such function: {}"},
    {"ambiguous column name: ", "", "ambiguous column name: {}"},
    {"near \"", "\": syntax error", "near \"{}\": syntax error"},
    {"unrecognized token: \"", "\"", "unrecognized token: \"{}\""},
    {"wrong number of arguments to function ", "", "wrong number of arguments to function {}"},
    {"misuse of aggregate: ", "", "misuse of aggregate: {}"},
    {"misuse of window function ", "", "misuse of window function {}"},
    {"aggregate functions are not allowed in the ", " clause",
     "aggregate functions are not allowed in the {} clause"},
    {"a GROUP BY clause is required before HAVING", "", "a GROUP BY clause is required before HAVING"},
    {"SELECTs to the left and right of ", " do not have the same number of result columns",
     "SELECTs to the left and right of {} do not have the same number of result columns"},
    {"incomplete input", "", "incomplete input"},
    {"not an error", "", "not an error"},
    {"not authorized", "", "not authorized"},
    {"out of memory", "", "out of memory"},
    {"disk I/O error", "", "disk I/O error"},
    {"string or blob too big", "", "string or blob too big"},
    {"integer overflow", "", "integer overflow"},
    {"datatype mismatch", "", "datatype mismatch"},
    {"malformed JSON", "", "malformed JSON"},
    {"file is not a database", "", "file is not a database"},
    {"database disk image is malformed", "", "database disk image is malformed"},
    {"unable to open database file", "", "unable to open database file"},
    {"attempt to write a readonly database", "", "attempt to write a readonly database"},
    {"UNIQUE constraint failed: ", "", "UNIQUE constraint failed: {}"},
    {"NOT NULL constraint failed: ", "", "NOT NULL constraint failed: {}"},
};

bool fits(const Saying &saying, std::string_view message) {
    return message.size() >= saying.before.size() + saying.behind.size() &&
           message.starts_with(saying.before) && message.ends_with(saying.behind);
}

} // namespace

std::string words_of(const std::string &message) {
    for (const Saying &saying : sayings)
        if (fits(saying, message))
            return say(saying.words,
                       message.substr(saying.before.size(),
                                      message.size() - saying.before.size() - saying.behind.size()));
    return message;
}

} // namespace qitu::sqlite
