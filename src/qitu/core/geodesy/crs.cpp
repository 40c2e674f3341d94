#include "proj.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/geodesy/geodesy.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

namespace qitu::geodesy {

struct Crs::Facts {
    std::string given;
    std::string definition; // the same for PROJ, which identifies it better than its WKT
    std::string name;
    std::string wkt;
    mutable std::once_flag identify_once; // PROJ takes a while to compare with its whole database
    mutable std::string authority_code;
    bool geographic = false;
    bool gauss_krueger = false;
    bool on_greenwich = true;
    double central_meridian = 0;
    double false_easting = 0;
    double unit = 1; // of the first axis, in radians or metres
    Ellipsoid ellipsoid;
    Datum datum = Datum::other;
    std::string datum_name;
    mutable std::once_flag compare_once;
    mutable std::optional<double> metres_from_wgs84;
    MapShift map_shift = MapShift::none;
};

namespace {

// What is told apart by: letters and digits, small.
std::string bare(std::string_view name) {
    if (name.starts_with("D_") || name.starts_with("d_"))
        name.remove_prefix(2);
    std::string kept;
    for (const unsigned char c : name)
        if (std::isalnum(c) != 0)
            kept.push_back(static_cast<char>(std::tolower(c)));
    return kept;
}

std::optional<Crs::Datum> datum_named(std::string_view name) {
    using Datum = Crs::Datum;
    static constexpr std::array<std::pair<std::string_view, Datum>, 18> known{{
        {"china2000", Datum::china2000},
        {"cgcs2000", Datum::china2000},
        {"chinageodeticcoordinatesystem2000", Datum::china2000},
        {"chinesegeodeticcoordinatesystem2000", Datum::china2000},
        {"chinageodetic2000", Datum::china2000},
        {"gcscgcs2000", Datum::china2000},
        {"wgs1984", Datum::wgs84},
        {"wgs84", Datum::wgs84},
        {"worldgeodeticsystem1984", Datum::wgs84},
        {"worldgeodeticsystem1984ensemble", Datum::wgs84},
        {"xian1980", Datum::xian1980},
        {"xian80", Datum::xian1980},
        {"gcsxian1980", Datum::xian1980},
        {"beijing1954", Datum::beijing1954},
        {"beijing54", Datum::beijing1954},
        {"gcsbeijing1954", Datum::beijing1954},
        {"newbeijing", Datum::other},
        {"pulkovo1942", Datum::other},
    }};
    const std::string wanted = bare(name);
    for (const auto &[bare_name, datum] : known)
        if (wanted == bare_name)
            return datum;
    return std::nullopt;
}

bool near(double a, double b, double tolerance) {
    return std::abs(a - b) <= tolerance;
}

Crs::Datum datum_by_ellipsoid(const Ellipsoid &ellipsoid) {
    const double inverse = 1 / ellipsoid.f;
    const auto is = [&](double a, double rf) {
        return near(ellipsoid.a, a, 1e-3) && near(inverse, rf, 1e-6);
    };
    if (is(6378137, 298.257222101))
        return Crs::Datum::china2000;
    if (is(6378137, 298.257223563))
        return Crs::Datum::wgs84;
    if (is(6378140, 298.257))
        return Crs::Datum::xian1980;
    if (is(6378245, 298.3))
        return Crs::Datum::beijing1954;
    return Crs::Datum::other;
}

// A datum that PROJ's database knows by this name is what it says, whatever its ellipsoid.
bool in_database(PJ_CONTEXT *context, const std::string &datum) {
    static constexpr std::array<PJ_TYPE, 3> kinds{
        PJ_TYPE_GEODETIC_REFERENCE_FRAME, PJ_TYPE_DYNAMIC_GEODETIC_REFERENCE_FRAME, PJ_TYPE_DATUM_ENSEMBLE};
    const Objects found(
        proj_create_from_name(context, nullptr, datum.c_str(), kinds.data(), kinds.size(), 0, 1, nullptr));
    return found && proj_list_get_count(found.get()) > 0;
}

std::string text_of(const char *text) {
    return text == nullptr ? std::string() : std::string(text);
}

std::string code_of(const PJ *object) {
    const std::string authority = text_of(proj_get_id_auth_name(object, 0));
    const std::string code = text_of(proj_get_id_code(object, 0));
    return authority.empty() || code.empty() ? std::string() : authority + ":" + code;
}

std::string identified(PJ_CONTEXT *context, const PJ *crs) {
    if (std::string code = code_of(crs); !code.empty())
        return code;
    int *confidence = nullptr;
    const Objects found(proj_identify(context, crs, "EPSG", nullptr, &confidence));
    const Numbers owned(confidence);
    if (!found || proj_list_get_count(found.get()) == 0 || confidence[0] < 100)
        return {};
    const Object best(proj_list_get(context, found.get(), 0));
    return code_of(best.get());
}

struct Axes {
    double unit = 1;
    bool alike = false;
};

Axes axes_of(PJ_CONTEXT *context, const PJ *crs) {
    const Object system(proj_crs_get_coordinate_system(context, crs));
    double first = 0;
    double second = 0;
    const auto unit = [&](int axis, double &factor) {
        return system && proj_cs_get_axis_info(context, system.get(), axis, nullptr, nullptr, nullptr,
                                               &factor, nullptr, nullptr, nullptr) != 0;
    };
    if (!unit(0, first) || !unit(1, second))
        return {};
    return {first, first == second};
}

std::optional<double> parameter(PJ_CONTEXT *context, const PJ *conversion, std::string_view epsg_code) {
    const int count = proj_coordoperation_get_param_count(context, conversion);
    for (int i = 0; i < count; ++i) {
        const char *code = nullptr;
        double value = 0;
        double unit = 1;
        const char *category = nullptr;
        if (proj_coordoperation_get_param(context, conversion, i, nullptr, nullptr, &code, &value, nullptr,
                                          &unit, nullptr, nullptr, nullptr, &category) == 0 ||
            text_of(code) != epsg_code)
            continue;
        constexpr double degree = 0.017453292519943295;
        return text_of(category) == "angular" && !near(unit, degree, 1e-12) ? value * unit / degree
               : text_of(category) == "linear"                              ? value * unit
                                                                            : value;
    }
    return std::nullopt;
}

bool counts_from_greenwich(PJ_CONTEXT *context, const PJ *crs) {
    const Object meridian(proj_get_prime_meridian(context, crs));
    double longitude = 0;
    return meridian &&
           proj_prime_meridian_get_parameters(context, meridian.get(), &longitude, nullptr, nullptr) != 0 &&
           longitude == 0;
}

struct Meridian {
    double longitude;
    double false_easting;
};

std::optional<Meridian> gauss_krueger_of(PJ_CONTEXT *context, const PJ *crs) {
    const Axes axes = axes_of(context, crs);
    if (!axes.alike || axes.unit != 1 || !counts_from_greenwich(context, crs))
        return std::nullopt;
    const Object conversion(proj_crs_get_coordoperation(context, crs));
    const char *method = nullptr;
    if (!conversion ||
        proj_coordoperation_get_method_info(context, conversion.get(), &method, nullptr, nullptr) == 0 ||
        text_of(method) != "Transverse Mercator")
        return std::nullopt;
    const auto value = [&](std::string_view code, double otherwise) {
        return parameter(context, conversion.get(), code).value_or(otherwise);
    };
    if (value("8801", 0) != 0 || value("8805", 1) != 1 || value("8807", 0) != 0)
        return std::nullopt;
    return Meridian{value("8802", 0), value("8806", 0)};
}

// The horizontal CRS within a compound one, and the CRS itself within one that is bound to a transformation.
Object horizontal(PJ_CONTEXT *context, Object crs) {
    for (PJ_TYPE type = proj_get_type(crs.get()); type == PJ_TYPE_COMPOUND_CRS || type == PJ_TYPE_BOUND_CRS;
         type = proj_get_type(crs.get()))
        crs.reset(type == PJ_TYPE_COMPOUND_CRS ? proj_crs_get_sub_crs(context, crs.get(), 0)
                                               : proj_get_source_crs(context, crs.get()));
    return crs;
}

Object crs_from(PJ_CONTEXT *context, const std::string &definition) {
    const bool proj_string =
        definition.find("+proj=") != std::string::npos && definition.find("+type=crs") == std::string::npos;
    Object crs(proj_create(context, (proj_string ? definition + " +type=crs" : definition).c_str()));
    if (crs && proj_is_crs(crs.get()) != 0)
        crs = horizontal(context, std::move(crs));
    else
        crs.reset();
    if (!crs)
        throw Error(
            ErrorKind::unreadable,
            say("\"{}\" is not a coordinate system known to PROJ. Give a code such as EPSG:4490 or the "
                "WKT of a .prj file.",
                definition));
    return crs;
}

// Nothing is computed but units and the order of axes.
bool moves_nothing(PJ_CONTEXT *context, const PJ *operation) {
    const std::string steps = text_of(proj_as_proj_string(context, operation, PJ_PROJ_5, nullptr));
    static constexpr std::array moving{"helmert",     "molodensky", "molobadekas", "shift",
                                       "deformation", "cart",       "geogoffset",  "velocity"};
    return std::none_of(moving.begin(), moving.end(),
                        [&](const char *step) { return steps.find(step) != std::string::npos; });
}

// Of a transformation to WGS 84 in PROJ's database that has no parameter but 0.
std::optional<double> accuracy_as_wgs84(PJ_CONTEXT *context, const PJ *geodetic) {
    const Object wgs84(proj_create(context, "EPSG:4326"));
    const Factory factory(proj_create_operation_factory_context(context, nullptr));
    if (!wgs84 || !factory)
        return std::nullopt;
    proj_operation_factory_context_set_spatial_criterion(context, factory.get(),
                                                         PROJ_SPATIAL_CRITERION_PARTIAL_INTERSECTION);
    const Objects found(proj_create_operations(context, geodetic, wgs84.get(), factory.get()));
    std::optional<double> best;
    for (int i = 0; found && i < proj_list_get_count(found.get()); ++i) {
        const Object operation(proj_list_get(context, found.get(), i));
        const double accuracy = proj_coordoperation_get_accuracy(context, operation.get());
        if (proj_coordoperation_has_ballpark_transformation(context, operation.get()) == 0 && accuracy >= 0 &&
            moves_nothing(context, operation.get()))
            best = std::min(best.value_or(accuracy), accuracy);
    }
    return best;
}

Ellipsoid ellipsoid_of(PJ_CONTEXT *context, const PJ *crs) {
    const Object found(proj_get_ellipsoid(context, crs));
    Ellipsoid ellipsoid;
    double inverse = 0;
    if (found &&
        proj_ellipsoid_get_parameters(context, found.get(), &ellipsoid.a, nullptr, nullptr, &inverse) != 0)
        ellipsoid.f = inverse == 0 ? 0 : 1 / inverse;
    return ellipsoid;
}

Crs::MapShift map_shift_named(const std::string &definition) {
    const std::string name = bare(definition);
    return name == "gcj02"  ? Crs::MapShift::gcj02
           : name == "bd09" ? Crs::MapShift::bd09
                            : Crs::MapShift::none;
}

Crs::Datum datum_of(PJ_CONTEXT *context, const std::string &datum, const std::string &geodetic,
                    const Ellipsoid &ellipsoid) {
    if (const auto named = datum_named(datum))
        return *named;
    if (in_database(context, datum))
        return Crs::Datum::other;
    if (const auto named = datum_named(geodetic))
        return *named;
    return datum_by_ellipsoid(ellipsoid);
}

} // namespace

Crs Crs::from(const std::string &given) {
    const MapShift map_shift = map_shift_named(given);
    const std::string definition = map_shift == MapShift::none ? given : "EPSG:4326";
    const Context context = new_context();
    const Object crs = crs_from(context.get(), definition);
    const auto made_facts = std::make_shared<Facts>();
    Facts &facts = *made_facts;
    facts.given = given;
    facts.definition = definition;
    facts.name = text_of(proj_get_name(crs.get()));
    facts.wkt = text_of(proj_as_wkt(context.get(), crs.get(), PJ_WKT2_2019, nullptr));
    const PJ_TYPE type = proj_get_type(crs.get());
    facts.geographic = type == PJ_TYPE_GEOGRAPHIC_2D_CRS || type == PJ_TYPE_GEOGRAPHIC_3D_CRS;
    facts.on_greenwich = counts_from_greenwich(context.get(), crs.get());
    facts.unit = axes_of(context.get(), crs.get()).unit;
    facts.ellipsoid = ellipsoid_of(context.get(), crs.get());
    const Object geodetic(proj_crs_get_geodetic_crs(context.get(), crs.get()));
    const Object datum(geodetic ? proj_crs_get_datum_forced(context.get(), geodetic.get()) : nullptr);
    facts.datum_name = datum ? text_of(proj_get_name(datum.get())) : std::string();
    facts.datum =
        datum_of(context.get(), facts.datum_name,
                 geodetic ? text_of(proj_get_name(geodetic.get())) : std::string(), facts.ellipsoid);
    if (type == PJ_TYPE_PROJECTED_CRS) {
        if (const auto meridian = gauss_krueger_of(context.get(), crs.get())) {
            facts.gauss_krueger = true;
            facts.central_meridian = meridian->longitude;
            facts.false_easting = meridian->false_easting;
        }
    }
    facts.map_shift = map_shift;
    if (map_shift != MapShift::none) {
        facts.name = map_shift == MapShift::gcj02 ? "GCJ-02" : "BD-09";
        std::call_once(facts.identify_once, [] {}); // no authority has it
    }
    Crs made;
    made.facts_ = made_facts;
    return made;
}

bool Crs::geographic() const {
    return facts_->geographic;
}

bool Crs::gauss_krueger() const {
    return facts_->gauss_krueger;
}

double Crs::central_meridian() const {
    return facts_->central_meridian;
}

double Crs::false_easting() const {
    return facts_->false_easting;
}

const Ellipsoid &Crs::ellipsoid() const {
    return facts_->ellipsoid;
}

Crs::Datum Crs::datum() const {
    return facts_->datum;
}

std::optional<double> Crs::metres_from_wgs84() const {
    if (facts_->datum == Datum::china2000 || facts_->datum == Datum::wgs84)
        return 0;
    if (facts_->datum != Datum::other)
        return std::nullopt;
    std::call_once(facts_->compare_once, [this] {
        const Context context = new_context();
        const Object crs = crs_from(context.get(), facts_->wkt);
        const Object geodetic(proj_crs_get_geodetic_crs(context.get(), crs.get()));
        if (geodetic)
            facts_->metres_from_wgs84 = accuracy_as_wgs84(context.get(), geodetic.get());
    });
    return facts_->metres_from_wgs84;
}

const std::string &Crs::datum_name() const {
    return facts_->datum_name;
}

Crs::MapShift Crs::map_shift() const {
    return facts_->map_shift;
}

const std::string &Crs::name() const {
    return facts_->name;
}

const std::string &Crs::authority_code() const {
    std::call_once(facts_->identify_once, [this] {
        const Context context = new_context();
        const Object crs = crs_from(context.get(), facts_->definition);
        facts_->authority_code = identified(context.get(), crs.get());
    });
    return facts_->authority_code;
}

double Crs::unit() const {
    return facts_->unit;
}

bool Crs::on_greenwich() const {
    return facts_->on_greenwich;
}

const std::string &Crs::definition() const {
    return facts_->given;
}

const std::string &Crs::wkt() const {
    return facts_->wkt;
}

bool Crs::same_as(const Crs &other) const {
    const Facts &a = *facts_;
    const Facts &b = *other.facts_;
    const bool same_datum = a.datum == b.datum && near(a.ellipsoid.a, b.ellipsoid.a, 1e-3) &&
                            near(a.ellipsoid.f, b.ellipsoid.f, 1e-12) &&
                            (a.datum != Datum::other || bare(a.datum_name) == bare(b.datum_name));
    if (!same_datum || a.map_shift != b.map_shift || a.geographic != b.geographic ||
        a.gauss_krueger != b.gauss_krueger)
        return false;
    if (a.geographic)
        return near(a.unit, b.unit, 1e-15) && a.on_greenwich && b.on_greenwich;
    if (a.gauss_krueger)
        return near(a.central_meridian, b.central_meridian, 1e-10) &&
               near(a.false_easting, b.false_easting, 1e-6);
    const Context context = new_context();
    const Object left = crs_from(context.get(), a.wkt);
    const Object right = crs_from(context.get(), b.wkt);
    return proj_is_equivalent_to_with_ctx(context.get(), left.get(), right.get(),
                                          PJ_COMP_EQUIVALENT_EXCEPT_AXIS_ORDER_GEOGCRS) != 0;
}

} // namespace qitu::geodesy
