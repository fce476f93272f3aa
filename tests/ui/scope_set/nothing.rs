// No set is declared.
use passport_api::breb;

breb::scope_set! {
    
}

fn main() {}
