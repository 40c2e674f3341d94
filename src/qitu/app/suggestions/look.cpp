#include "found_files.h"

#include <qitu/core/base/error.h>
#include <qitu/data/workspace/features.h>
#include <qitu/data/workspace/imports.h>
#include <qitu/data/workspace/quotas.h>
#include <qitu/data/workspace/seal.h>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

namespace qitu::suggestions {

namespace fs = std::filesystem;

namespace {

// What the record of an import says it was taken in against, feature by feature.
std::uint64_t accepted_in(const workspace::ImportRecord &import) {
    const nlohmann::json understood = nlohmann::json::parse(import.understood, nullptr, false);
    std::uint64_t count = 0;
    if (understood.is_object() && understood.contains("accepted"))
        for (const auto &[rule, features] : understood["accepted"].items())
            count += features.is_number_unsigned() ? features.get<std::uint64_t>() : 0;
    return count;
}

void count_features(const workspace::Workspace &workspace, const catalogue::Catalogue &catalogue,
                    Holdings &holdings) {
    for (const catalogue::Layer &layer : catalogue.layers()) {
        const std::uint64_t count = workspace::feature_count(workspace, layer);
        holdings.features += count;
        holdings.layers += count > 0 ? 1 : 0;
    }
}

void count_quotas(const workspace::Workspace &workspace, const catalogue::Catalogue &catalogue,
                  Holdings &holdings) {
    for (const workspace::Quota &quota : workspace::quotas(workspace)) {
        const catalogue::AdminUnit *unit = catalogue.find_admin(quota.admin);
        holdings.quotas += unit == nullptr || unit->level > 0 ? 1 : 0;
    }
}

// Imports by their file's name: where it lay may have changed since.
std::set<std::string> read_imports(const workspace::Workspace &workspace, Holdings &holdings) {
    std::set<std::string> files;
    for (const workspace::ImportRecord &import : workspace::imports(workspace)) {
        holdings.imports += 1;
        holdings.last_import = fs::path(import.file).filename().string();
        holdings.accepted += accepted_in(import);
        files.insert(holdings.last_import);
    }
    return files;
}

void read_seals(const workspace::Workspace &workspace, Holdings &holdings) {
    const std::vector<workspace::Seal> seals = workspace::seals(workspace);
    holdings.seals = seals.size();
    if (!seals.empty())
        holdings.changes_since_seal = seals.back().changes_since;
}

Holdings holdings_of(const fs::path &file, const catalogue::Catalogue &catalogue,
                     const std::vector<Candidate> &candidates) {
    Holdings holdings;
    const workspace::Workspace workspace = workspace::Workspace::open(file, true);
    holdings.file = file.filename();
    count_features(workspace, catalogue, holdings);
    count_quotas(workspace, catalogue, holdings);
    const std::set<std::string> imported = read_imports(workspace, holdings);
    holdings.quarantined = workspace::quarantined(workspace).size();
    read_seals(workspace, holdings);
    for (const Candidate &candidate : candidates)
        if (candidate.quotas ? holdings.quotas == 0 : !imported.contains(candidate.file.filename().string()))
            holdings.not_in.push_back(candidate);
    return holdings;
}

} // namespace

Folder look(const fs::path &folder, const catalogue::Catalogue &catalogue) {
    const fs::path here = fs::canonical(folder);
    Listed names = names_in(here, catalogue);
    Folder result;
    std::vector<fs::path> workspaces;
    std::copy_if(names.geopackages.begin(), names.geopackages.end(), std::back_inserter(workspaces),
                 workspace::is_workspace);
    std::erase_if(names.candidates, [&](const Candidate &candidate) {
        return std::find(workspaces.begin(), workspaces.end(), here / candidate.file) != workspaces.end();
    });
    result.candidates = std::move(names.candidates);
    for (const fs::path &file : workspaces)
        try {
            result.workspaces.push_back(holdings_of(file, catalogue, result.candidates));
        } catch (const Error &error) {
            result.workspaces.push_back({});
            result.workspaces.back().file = file.filename();
            result.workspaces.back().trouble = error.what();
        }
    return result;
}

} // namespace qitu::suggestions
