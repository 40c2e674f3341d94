#include "understood.h"

#include <nlohmann/json.hpp>

namespace qitu::admission {

std::string understood_json(const intake::Understanding &understanding) {
    nlohmann::ordered_json json;
    json["format"] = understanding.format;
    json["layer"] = understanding.layer;
    json["encoding"] = understanding.encoding;
    json["encoding_evidence"] = understanding.encoding_evidence;
    json["crs"] = understanding.crs;
    json["crs_evidence"] = understanding.crs_evidence;
    json["operation"] = understanding.operation;
    json["fields"] = understanding.fields;
    json["unmapped"] = understanding.unmapped;
    json["conversions"] = understanding.conversions;
    json["notes"] = understanding.notes;
    return json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

} // namespace qitu::admission
