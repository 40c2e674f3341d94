// suggestions: the state of a folder, from which the next steps follow. Which workspaces it has, what each
// contains and lacks, and which files could be imported, judged by their names. Opens workspaces read-only,
// and no other file.
#pragma once

#include <qitu/core/catalogue/catalogue.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace qitu::suggestions {

/// A file that could go into a workspace.
struct Candidate {
    std::filesystem::path file; // as one would type it in the folder
    std::string layer;          // id; "" where the name does not tell
    bool quotas = false;        // a table of quotas
};

/// What a workspace holds and lacks.
struct Holdings {
    std::filesystem::path file;
    std::string trouble; // why it cannot be read, and then nothing below is set
    std::uint64_t features = 0;
    std::size_t layers = 0; // with features
    std::size_t quotas = 0; // of leagues and banners; the region's come with the workspace
    std::uint64_t quarantined = 0;
    std::uint64_t accepted = 0; // errors that were accepted on import
    std::size_t imports = 0;
    std::string last_import; // file
    std::size_t seals = 0;
    std::uint64_t changes_since_seal = 0;
    std::vector<Candidate> not_in; // candidates that were not imported yet; quotas while it has none
};

struct Folder {
    std::vector<Holdings> workspaces;
    std::vector<Candidate> candidates; // of the folder and the folders in it, by name
};

/// Looks at the first few thousand names only.
Folder look(const std::filesystem::path &folder, const catalogue::Catalogue &catalogue);

} // namespace qitu::suggestions
