#include "amounts.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/text.h>

namespace qitu::planning {

double amount_in(const std::string &cell, const std::filesystem::path &file, std::size_t line) {
    double amount = 0;
    if (!parse_number(cell, amount) || amount < 0)
        throw Error(ErrorKind::unreadable,
                    say("{}, line {}: \"{}\" is not a number of 0 or more.", file.string(), line, cell));
    return amount;
}

} // namespace qitu::planning
