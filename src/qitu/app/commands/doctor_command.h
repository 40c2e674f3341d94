// qitu doctor
#pragma once

#include <qitu/app/commands/context.h>
#include <qitu/app/commands/outcome.h>
#include <qitu/app/doctor/doctor.h>

namespace qitu::commands {

/// Says with what qitu runs and what is amiss.
struct DoctorCommand {
    static constexpr bool tells_recording = true;
    std::string workspace; // to examine too; "" for none
    std::string version;
    std::filesystem::path locale_dir;

    Result<std::vector<doctor::Check>> run(Context &context) const;
};

} // namespace qitu::commands
