// What was understood of a file, as the text that is kept with the import.
#pragma once

#include <qitu/intake/intake.h>

namespace qitu::admission {

std::string understood_json(const intake::Understanding &understanding);

} // namespace qitu::admission
