// Which files of a folder could be layers or quotas.
#pragma once

#include <qitu/app/suggestions/suggestions.h>

#include <filesystem>
#include <vector>

namespace qitu::suggestions {

struct Listed {
    std::vector<std::filesystem::path> geopackages; // of the folder itself
    std::vector<Candidate> candidates;
};

Listed names_in(const std::filesystem::path &folder, const catalogue::Catalogue &catalogue);

} // namespace qitu::suggestions
