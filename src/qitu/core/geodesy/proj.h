// PROJ's handles in RAII types. A context belongs to one object and one thread at a time.
#pragma once

#include <proj.h>

#include <memory>

namespace qitu::geodesy {

struct FreeProj {
    void operator()(PJ_CONTEXT *context) const { proj_context_destroy(context); }
    void operator()(PJ *object) const { proj_destroy(object); }
    void operator()(PJ_OBJ_LIST *list) const { proj_list_destroy(list); }
    void operator()(PJ_OPERATION_FACTORY_CONTEXT *factory) const {
        proj_operation_factory_context_destroy(factory);
    }
    void operator()(int *numbers) const { proj_int_list_destroy(numbers); }
};

using Context = std::unique_ptr<PJ_CONTEXT, FreeProj>;
using Object = std::unique_ptr<PJ, FreeProj>;
using Objects = std::unique_ptr<PJ_OBJ_LIST, FreeProj>;
using Factory = std::unique_ptr<PJ_OPERATION_FACTORY_CONTEXT, FreeProj>;
using Numbers = std::unique_ptr<int, FreeProj>;

/// A context that keeps its errors to itself.
inline Context new_context() {
    Context context(proj_context_create());
    proj_log_level(context.get(), PJ_LOG_NONE);
    return context;
}

} // namespace qitu::geodesy
