// What may stand at a place of a command line, from the commands' own declarations and the catalogue.
#pragma once

#include "cli.h"

#include <string>
#include <vector>

namespace qitu::cli {

struct Candidate {
    std::string word;
    std::string what; // in a few words
};

struct Candidates {
    std::vector<Candidate> words;
    bool files = false;
    bool folders = false;
    std::string ending; // of the files: ".gpkg"; "" for any
};

/// \pre words: all after "qitu", the last of them being what is typed so far ("" for nothing yet).
Candidates candidates(const CLI::App &root, commands::Context &context,
                      const std::vector<std::string> &words);

} // namespace qitu::cli
