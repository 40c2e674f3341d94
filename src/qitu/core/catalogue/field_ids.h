// Ids of the fields whose meaning the code knows. Every other field is known by the catalogue's files alone.
#pragma once

namespace qitu::catalogue::field_id {

// Common to all layers of projects (layers/programme.toml).
inline constexpr const char *project_code = "project_code";
inline constexpr const char *project_name = "project_name";
inline constexpr const char *admin_code = "admin_code"; // of the banner, as the source declares it
inline constexpr const char *year = "year";
inline constexpr const char *stage = "stage";

// Where a layer has them.
inline constexpr const char *review = "review";               // the level of review that was passed last
inline constexpr const char *declared_area = "declared_area"; // in the field's unit
inline constexpr const char *parcel_code = "parcel_code";
inline constexpr const char *construction = "construction"; // new, or a renovation
inline constexpr const char *grade = "grade";               // of farmland, 1 the best to 15
inline constexpr const char *approval_date = "approval_date";
inline constexpr const char *accepted_date = "accepted_date";
inline constexpr const char *begin_date = "begin_date"; // of what stands for some years
inline constexpr const char *end_date = "end_date";
inline constexpr const char *capacity = "capacity";         // grain, kg per mu
inline constexpr const char *investment = "investment";     // of the project, in 10 000 yuan
inline constexpr const char *new_capacity = "new_capacity"; // grain that the project adds, kg in all

// Of the blocks of a plan.
inline constexpr const char *plan = "plan"; // its name
inline constexpr const char *block = "block";
inline constexpr const char *plan_state = "plan_state";
inline constexpr const char *indicator = "indicator";
inline constexpr const char *net_area = "net_area"; // m²
inline constexpr const char *score = "score";
inline constexpr const char *reasons = "reasons";

} // namespace qitu::catalogue::field_id
