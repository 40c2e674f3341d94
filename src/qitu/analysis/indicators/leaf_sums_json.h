// The sums of leaves as JSON: all their bits.
#pragma once

#include "leaf_sums.h"
#include "tree.h"

#include <nlohmann/json.hpp>

#include <map>
#include <string>

namespace qitu::indicators {

/// By the code of the leaf; those that are empty are left out.
nlohmann::json json_of(const Leaves &leaves, const Tree &tree);

/// Throws nlohmann::json::exception for what json_of() has not made.
std::map<std::string, LeafSums> leaf_sums_from(const nlohmann::json &json);

} // namespace qitu::indicators
