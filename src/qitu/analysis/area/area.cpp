#include "declared_areas.h"
#include "feature_areas.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/exact_sum.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/parallel.h>
#include <qitu/core/base/progress.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace qitu::area {

namespace {

using catalogue::GeometryType;

constexpr std::size_t batch_size = 512;

/// What one batch, or all, add up to.
class Tally {
  public:
    void add(const FeatureAreas::Outcome &outcome) {
        const Figures &figures = outcome.figures;
        ++summary_.features;
        if (outcome.finding) {
            const bool whole = outcome.finding->kind == Finding::Kind::beyond_plane;
            summary_.repaired += figures.type && !whole ? 1 : 0;
            summary_.rejected += figures.type ? 0 : 1;
            summary_.findings.push_back(*outcome.finding);
        }
        if (!figures.type)
            return;
        if (*figures.type == GeometryType::polygon)
            add_polygon(outcome);
        else
            ++(*figures.type == GeometryType::line ? summary_.lines : summary_.points);
        if (*figures.type == GeometryType::line)
            lines_ += *figures.length_m;
    }

    void compare(const Figures &figures, double tolerance) {
        if (!figures.td1055_m2)
            return;
        const auto deviation = figures.deviation();
        if (!deviation) {
            ++declared_.missing;
            return;
        }
        ++declared_.compared;
        declared_m2_ += *figures.declared_m2;
        if (figures.survey_m2 && std::abs(*figures.declared_m2 - *figures.survey_m2) < 0.005)
            ++declared_.as_surveyed;
        if (std::abs(*deviation) > tolerance)
            declared_.beyond.push_back(
                {figures.feature, *figures.declared_m2, *figures.td1055_m2, *deviation});
    }

    void add(const Tally &other) {
        const Summary &more = other.summary_;
        summary_.features += more.features;
        summary_.polygons += more.polygons;
        summary_.lines += more.lines;
        summary_.points += more.points;
        summary_.repaired += more.repaired;
        summary_.rejected += more.rejected;
        summary_.long_edges += more.long_edges;
        take_longest(more.longest_edge_m, more.longest_edge_of);
        summary_.findings.insert(summary_.findings.end(), more.findings.begin(), more.findings.end());
        td1055_ += other.td1055_;
        geodesic_ += other.geodesic_;
        planar_ += other.planar_;
        perimeter_ += other.perimeter_;
        lines_ += other.lines_;
        declared_m2_ += other.declared_m2_;
        declared_.compared += other.declared_.compared;
        declared_.missing += other.declared_.missing;
        declared_.as_surveyed += other.declared_.as_surveyed;
        declared_.beyond.insert(declared_.beyond.end(), other.declared_.beyond.begin(),
                                other.declared_.beyond.end());
    }

    Summary summary(const std::optional<DeclaredField> &field) {
        summary_.td1055_m2 = td1055_.value();
        summary_.geodesic_m2 = geodesic_.value();
        summary_.planar_m2 = planar_.value();
        summary_.perimeter_m = perimeter_.value();
        summary_.line_length_m = lines_.value();
        if (field) {
            declared_.unit = field->unit();
            declared_.evidence = field->evidence();
            declared_.declared_m2 = declared_m2_.value();
            std::stable_sort(declared_.beyond.begin(), declared_.beyond.end(),
                             [](const Deviation &a, const Deviation &b) {
                                 return std::abs(a.relative) > std::abs(b.relative);
                             });
            summary_.declared = std::move(declared_);
        }
        return std::move(summary_);
    }

  private:
    void add_polygon(const FeatureAreas::Outcome &outcome) {
        ++summary_.polygons;
        summary_.long_edges += outcome.long_edges;
        take_longest(outcome.longest_edge_m, outcome.figures.feature);
        td1055_ += outcome.figures.td1055_m2.value_or(0);
        geodesic_ += *outcome.figures.geodesic_m2;
        planar_ += outcome.figures.planar_m2.value_or(0);
        perimeter_ += *outcome.figures.length_m;
    }

    void take_longest(double length, std::int64_t feature) {
        if (length <= summary_.longest_edge_m)
            return;
        summary_.longest_edge_m = length;
        summary_.longest_edge_of = feature;
    }

    Summary summary_;
    DeclaredSummary declared_;
    ExactSum td1055_, geodesic_, planar_, perimeter_, lines_, declared_m2_;
};

/// A batch on its way from the file to the receiver.
struct Work {
    MeasuredBatch batch;
    Tally tally;
};

class Run {
  public:
    Run(reader::RawFile &file, const Options &options, const std::optional<DeclaredField> &declared,
        Receiver &receiver)
        : file_(file), options_(options), declared_(declared), receiver_(receiver) {
        for (std::size_t i = 0; i < threads_for(options.threads); ++i)
            workers_.push_back(std::make_unique<FeatureAreas>(file.crs(), options.plane, options.max_edge));
    }

    Summary go() {
        ordered_pipeline<Work>(
            workers_.size(), [&](Work &work) { return read(work.batch); },
            [&](std::size_t worker, Work &work) {
                measure(*workers_[worker], work);
                receiver_.prepare(work.batch);
            },
            [&](Work &work) {
                receiver_.take(work.batch);
                total_.add(work.tally);
            });
        return total_.summary(declared_);
    }

  private:
    bool read(MeasuredBatch &batch) {
        batch.features.resize(batch_size);
        std::size_t count = 0;
        while (count < batch_size && file_.next(batch.features[count]))
            ++count;
        batch.features.resize(count);
        read_ += count;
        report_progress(options_.progress, read_, file_.diagnostics().features);
        return count == batch_size;
    }

    void measure(FeatureAreas &areas, Work &work) const {
        work.tally = Tally();
        work.batch.figures.clear();
        for (const reader::RawFeature &feature : work.batch.features) {
            FeatureAreas::Outcome outcome = areas.of(feature.id, feature.wkb);
            work.tally.add(outcome);
            if (declared_) {
                outcome.figures.declared_m2 = declared_->m2_of(feature);
                work.tally.compare(outcome.figures, options_.declared->tolerance);
            }
            work.batch.figures.push_back(outcome.figures);
        }
    }

    reader::RawFile &file_;
    const Options &options_;
    const std::optional<DeclaredField> &declared_;
    Receiver &receiver_;
    std::vector<std::unique_ptr<FeatureAreas>> workers_; // one per thread
    std::uint64_t read_ = 0;
    Tally total_;
};

bool is_plane(const geodesy::Crs &crs) {
    return crs.gauss_krueger() && crs.datum() == geodesy::Crs::Datum::china2000;
}

void refuse_other(const geodesy::Crs &plane) {
    if (!is_plane(plane))
        throw Error(ErrorKind::usage,
                    say("{} is not a Gauss-Krueger plane on CGCS2000. Choose one of EPSG:4491 to EPSG:4554, "
                        "for example EPSG:4526 (3-degree zone 38).",
                        plane.name()));
}

} // namespace

geodesy::Crs plane_from(const std::string &definition) {
    const bool number =
        !definition.empty() && definition.find_first_not_of("0123456789") == std::string::npos;
    geodesy::Crs plane = geodesy::Crs::from(number ? "EPSG:" + definition : definition);
    refuse_other(plane);
    return plane;
}

Summary measure(reader::RawFile &file, const Options &options, Receiver &receiver) {
    if (options.plane)
        refuse_other(*options.plane);
    if (options.max_edge != 0)
        geodesy::densified({}, options.max_edge, geodesy::Space::plane); // refuses one that makes no sense
    std::optional<DeclaredField> declared;
    if (options.declared)
        declared.emplace(file, options);
    return Run(file, options, declared, receiver).go();
}

} // namespace qitu::area
