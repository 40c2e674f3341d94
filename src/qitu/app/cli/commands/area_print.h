// The figures of single features on standard output, as they come.
#pragma once

#include <qitu/app/commands/area_command.h>
#include <qitu/output/console/table.h>

#include <iosfwd>
#include <string>
#include <vector>

namespace qitu::cli {

/// Writes features to a stream in one of the formats. `open` and `close` are called before the first and
/// after the last. Throws Error (refused) when the stream does not take them.
class AreaPrinter : public area::Receiver {
  public:
    AreaPrinter(std::ostream &out, console::Format format, commands::AreaJob job);
    void open();
    void prepare(area::MeasuredBatch &batch) const override;
    void take(area::MeasuredBatch &batch) override;
    /// The totals too: in JSON as a part of it, in CSV not at all.
    void close(const area::Summary &summary);
    /// Without the features: only the totals, which are then the CSV as well.
    void totals(const area::Summary &summary);

  private:
    std::ostream &out_;
    console::Format format_;
    commands::AreaJob job_;
    bool first_ = true;
};

/// Totals as people read them: m², ha, 亩 by method, counts, lengths.
void print_totals(std::ostream &out, const area::Summary &summary);

} // namespace qitu::cli
