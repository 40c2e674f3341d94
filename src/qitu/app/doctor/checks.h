// The parts of an examination.
#pragma once

#include <qitu/app/doctor/doctor.h>

#include <string>
#include <vector>

namespace qitu::doctor {

void add_libraries(std::vector<Check> &checks, const std::string &own_version);
void add_place(std::vector<Check> &checks, const Surroundings &surroundings);

} // namespace qitu::doctor
