// floor FILE [LAYER]: reads every geometry of a GeoPackage once through GDAL's Arrow stream and does nothing
// with it. What no tool that reads through GDAL can beat; benchmarks are quoted as ratios to it.
#include <gdal_priv.h>
#include <ogr_recordbatch.h>
#include <ogrsf_frmts.h>

#include <cstdio>
#include <memory>

namespace {

struct Close {
    void operator()(GDALDataset *dataset) const { GDALClose(dataset); }
};

struct Stream {
    ArrowArrayStream c{};
    ~Stream() {
        if (c.release != nullptr)
            c.release(&c);
    }
};

} // namespace

int main(int argc, char **argv) {
    GDALAllRegister();
    const std::unique_ptr<GDALDataset, Close> dataset(
        argc < 2 ? nullptr : GDALDataset::Open(argv[1], GDAL_OF_VECTOR | GDAL_OF_READONLY));
    OGRLayer *layer = dataset == nullptr ? nullptr
                      : argc > 2         ? dataset->GetLayerByName(argv[2])
                                         : dataset->GetLayer(0);
    Stream stream;
    if (layer == nullptr || !layer->GetArrowStream(&stream.c))
        return std::fprintf(stderr, "floor: cannot read %s\n", argc < 2 ? "" : argv[1]), 1;
    long long features = 0;
    for (;;) {
        ArrowArray batch{};
        if (stream.c.get_next(&stream.c, &batch) != 0 || batch.release == nullptr)
            break;
        features += batch.length;
        batch.release(&batch);
    }
    std::printf("%lld\n", features);
    return 0;
}
