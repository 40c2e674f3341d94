// What a request carries in its body, and what an answer does.
#pragma once

#include "http.h"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace qitu::server {

/// A JSON object. Throws Problem (400, 415).
nlohmann::ordered_json object_in(const Request &request);
/// Throws Problem (400) for a key that is none of these.
void refuse_other_keys(const nlohmann::ordered_json &object, const std::vector<std::string> &known);
/// A text of the object. Throws Problem (400) where there is none.
std::string text_in(const nlohmann::ordered_json &object, const char *key);
/// The same; "" where the key is missing.
std::string optional_text_in(const nlohmann::ordered_json &object, const char *key);
/// A list of ids, one at least. Throws Problem (400).
std::vector<std::int64_t> ids_in(const nlohmann::ordered_json &object, const char *key);

/// An answer as JSON; what is no UTF-8 is replaced.
Response answer_with(const nlohmann::ordered_json &json);

} // namespace qitu::server
