// How the files of a delivery are to be read, as JSON:
//
//     {"layer": id, "map": {field: column}, "value": {field: {word: value}}, "set": {field: value},
//      "crs": "EPSG:4549", "encoding": "GB18030", "layer_in": name, "repair": true}
//
// and what is to be done with what is found: {"in_spite", "replace", "append", "again"}, each true or not there.
#pragma once

#include "house.h"

#include <qitu/app/users/users.h>

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <vector>

namespace qitu::server {

/// Returns the layer. Throws Problem (400, 404): what is no such object, or names what there is not.
std::string refuse_bad_options(const nlohmann::ordered_json &options, const House &house);
/// Whether they say anything about fields, which is kept for the sender.
bool says_fields(const nlohmann::ordered_json &options);
/// As words of "qitu import".
std::vector<std::string> words_of_options(const nlohmann::ordered_json &options);
/// Throws Problem: 400 for what is no choice; 403 where a banner would import in spite of errors.
std::vector<std::string> words_of_choice(const nlohmann::ordered_json &choice, const users::User &user);

} // namespace qitu::server
